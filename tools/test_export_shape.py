#!/usr/bin/env python3
"""Tests of export_shape.py: python3 -m unittest tools/test_export_shape.py; needs TaskFlow."""

import io
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import export_shape  # noqa: E402
from taskflow import retry, task  # noqa: E402
from taskflow.patterns import graph_flow, linear_flow, unordered_flow  # noqa: E402

SCRIPT = export_shape.__file__


class Plain(task.Task):
    def execute(self, **kwargs):
        pass


class Undone(Plain):
    def revert(self, result, **kwargs):
        pass


class Signature(task.Task):
    def execute(self, size, zone='nova'):
        pass

    def revert(self, size, token, result=None, flow_failures=None):
        pass


class Versioned(Plain):
    def __init__(self, name, version):
        super().__init__(name)
        self.version = version


class Decides(retry.Retry):
    def execute(self, history):
        pass

    def on_failure(self, history):
        return retry.REVERT


def shape(flow):
    root = export_shape.Reader(export_shape.taskflow()).group(flow)
    export_shape.check_names(root)
    notes = export_shape.Sight(root).notes
    return export_shape.shape(root), notes


def linear(*items, **kwargs):
    return linear_flow.Flow('f', **kwargs).add(*items)


class Text(unittest.TestCase):
    def expect(self, flow, body, notes=0):
        text, found = shape(flow)
        self.assertEqual(text, 'portage-shape/1\n' + textwrap.dedent(body).lstrip('\n'))
        self.assertEqual(len(found), notes, found)

    def test_patterns_nest(self):
        flow = linear(
            Plain('a', provides='x'),
            unordered_flow.Flow('both').add(Plain('z'), Plain('b')),
            graph_flow.Flow('net').add(Plain('q', requires=['p']), Plain('r', provides='p')))
        self.expect(flow, '''
            linear f
              task a 1.0 provides x
              unordered both
                task b 1.0
                task z 1.0
              graph net
                task q 1.0 requires p
                task r 1.0 provides p
            ''')

    def test_a_linear_flow_keeps_its_order_and_its_retry_stands_first(self):
        flow = linear(Plain('z'), Plain('a'), retry=retry.Times(3, name='again'))
        self.expect(flow, '''
            linear f
              retry again 1.0 "times 3" pure
              task z 1.0
              task a 1.0
            ''')

    def test_retries_say_their_strategy(self):
        for controller, words in [
                (retry.Times(2, revert_all=True), '"times 2 revert-all"'),
                (retry.ForEach(['a', 'b'], provides='v'), '"for-each 2"'),
                (retry.ParameterizedForEach(rebind=['hosts']), '"for-each-of hosts"'),
                (retry.AlwaysRevert(), 'always-revert'),
                (retry.AlwaysRevertAll(), 'always-revert-all'),
                (Decides(), 'Decides')]:
            text, _ = shape(linear(Plain('a'), retry=controller))
            self.assertIn('  retry f_retry 1.0 %s ' % words, text)

    def test_versions_are_as_taskflow_stores_them(self):
        for version, text in [((1, 10), '1.10'), ((1, 9, 3), '1.9.3'), ([2, 0], '2.0'),
                              ('2024.1-rc1', '2024.1-rc1'), (None, '-'), (7, '7'), ('-', '"-"')]:
            self.assertIn('task a %s\n' % text, shape(linear(Versioned('a', version)))[0])

    def test_slots_of_execute_and_revert_are_told_apart(self):
        self.expect(linear(Signature('s', provides=('one', 'two'))), '''
            linear f
              task s 1.0 requires size optional zone provides one two reverts revert-requires token
            ''')

    def test_rebound_names_count_and_injected_ones_do_not(self):
        flow = linear(Signature('s', rebind={'size': 'gigabytes'}, inject={'token': 't', 'zone': 'z'}))
        self.expect(flow, '''
            linear f
              task s 1.0 requires gigabytes reverts
            ''')

    def test_reverts_is_what_somebody_wrote(self):
        self.assertIn('task a 1.0 reverts', shape(linear(Undone('a')))[0])
        self.assertNotIn('reverts', shape(linear(Plain('a')))[0])
        functor = task.FunctorTask(lambda: 1, name='a')
        self.assertNotIn('reverts', shape(linear(functor))[0])
        functor = task.FunctorTask(lambda: 1, name='a', revert=lambda **kwargs: 2)
        self.assertIn('reverts', shape(linear(functor))[0])

    def test_a_set_a_tuple_and_a_name_provide_alike(self):
        for provides in ('x', ('x',), {'x'}):
            self.assertIn('provides x\n', shape(linear(Plain('a', provides=provides)))[0])

    def test_links_and_deciders(self):
        a, b, c = Plain('a', provides='x'), Plain('b', requires=['x']), Plain('c')
        flow = graph_flow.Flow('f').add(a, b, c)
        flow.link(a, c, decider=lambda history: True, decider_depth='flow').link(c, b)
        self.expect(flow, '''
            graph f
              task a 1.0 provides x
              task b 1.0 requires x
              task c 1.0
              link a c decider flow
              link c b
            ''')

    def test_words_that_are_not_plain_are_quoted(self):
        self.expect(linear(Plain('say "hi"\\'), Plain('requires'), Plain('größe')), '''
            linear f
              task "say \\"hi\\"\\\\" 1.0
              task "requires" 1.0
              task "größe" 1.0
            ''')

    def test_subflows_of_one_name_are_told_apart(self):
        inner = [linear_flow.Flow('in').add(Plain(n)) for n in 'ab']
        self.expect(linear(*inner), '''
            linear f
              linear in
                task a 1.0
              linear in-2
                task b 1.0
            ''')


class NamesWithIds(unittest.TestCase):
    A, B = '3f2504e0-4f89-11d3-9a0c-0305e82c3301', '6ba7b8109dad11d180b400c04fd430c8'

    def expect(self, flow, templates, body, notes=()):
        root = export_shape.Reader(export_shape.taskflow()).group(flow)
        found = export_shape.Templates(templates)
        found.collapse(root)
        self.assertEqual(export_shape.shape(root),
                         'portage-shape/1\n' + textwrap.dedent(body).lstrip('\n'))
        self.assertEqual(len(found.notes), len(notes), found.notes)
        for note, words in zip(found.notes, notes):
            self.assertIn(words, note)

    def test_atoms_of_one_template_are_one_line(self):
        flow = linear(
            unordered_flow.Flow('listeners').add(
                Plain('delete_' + self.A, requires=['lb', 'l-' + self.A]),
                Plain('delete_' + self.B, requires=['lb', 'l-' + self.B])),
            Plain('port_7'), Plain('port_8'), Plain('port_x'))
        self.expect(flow, ['delete_<uuid>', 'port_<number>'], '''
            linear f
              unordered listeners
                task delete_<uuid> 1.0 requires lb
              task port_<number> 1.0
              task port_x 1.0
            ''', ['differ in what they requires'])

    def test_parts_that_differ_by_their_ids_alone_are_one(self):
        parts = [linear_flow.Flow('l-' + i).add(Plain('stop_' + i), Undone('delete_' + i))
                 for i in (self.A, self.B)]
        self.expect(linear(*parts), ['stop_<uuid>', 'delete_<uuid>'], '''
            linear f
              linear l-<uuid>
                task stop_<uuid> 1.0
                task delete_<uuid> 1.0 reverts
            ''')

    def test_links_follow(self):
        atoms = [Plain('a_1'), Plain('a_2'), Plain('b')]
        flow = graph_flow.Flow('f').add(*atoms)
        flow.link(atoms[0], atoms[2]).link(atoms[1], atoms[2]).link(atoms[0], atoms[1])
        self.expect(flow, ['a_<number>'], '''
            graph f
              task a_<number> 1.0
              task b 1.0
              link a_<number> b
            ''')

    def test_what_a_template_cannot_say_is_refused_or_told(self):
        parts = [linear_flow.Flow('1').add(Plain('a_1')), linear_flow.Flow('2').add(Plain('a_2'), Plain('b'))]
        with self.assertRaisesRegex(export_shape.ExportError, "like 'a_<number>' stand in parts"):
            self.expect(linear(*parts), ['a_<number>'], '')
        for template in ('a', 'a_<id>', '<uuid>_<uuid>'):
            with self.assertRaisesRegex(export_shape.ExportError, 'one placeholder'):
                export_shape.Templates([template])
        self.expect(linear(Plain('a')), ['b_<text>'], 'linear f\n  task a 1.0\n',
                    ["no atom has a name like 'b_<text>'"])


class Sight(unittest.TestCase):
    def test_an_input_that_is_provided_later_is_left_out_and_said(self):
        text, notes = shape(linear(Plain('a', requires=['lb']), Plain('b', provides='lb'),
                                   Plain('c', requires=['lb'])))
        self.assertIn('task a 1.0\n', text)
        self.assertIn('task c 1.0 requires lb\n', text)
        self.assertEqual(notes, ["a reads 'lb', which is an input there, and b provides it elsewhere:"
                                 ' left out of the shape, so nobody checks it'])

    def test_two_providers_alike_are_left_out_and_said(self):
        both = unordered_flow.Flow('both').add(Plain('a', provides='x'), Plain('b', provides='x'))
        text, notes = shape(linear(both, Plain('c', requires=['x'])))
        self.assertIn('task c 1.0\n', text)
        self.assertIn('provided by a and b alike', notes[0])

    def test_the_nearest_of_several_is_fine(self):
        _, notes = shape(linear(Plain('a', provides='x'), Plain('b', provides='x', requires=['x']),
                                linear_flow.Flow('in').add(Plain('c', requires=['x']))))
        self.assertEqual(notes, [])

    def test_a_retry_is_in_sight_of_its_flow(self):
        _, notes = shape(linear(Plain('a', requires=['v']),
                                retry=retry.ForEach([1], name='r', provides='v')))
        self.assertEqual(notes, [])


class Command(unittest.TestCase):
    CODE = '''
        from taskflow import task
        from taskflow.patterns import linear_flow
        print('noise of an import')
        class Plain(task.Task):
            def execute(self):
                pass
        class Flows:
            @staticmethod
            def grüße(*names):
                return linear_flow.Flow('f').add(*[Plain(n) for n in names or ['é']])
        def broken():
            raise KeyError('lost')
        ready = []
        def prepare():
            import sys
            ready.append(sys.argv[1:])
        def prepared():
            return linear_flow.Flow('f').add(Plain('after %d, %s' % (len(ready), ready and ready[0] == [])))
        def nothing():
            return 7
        def twice():
            return linear_flow.Flow('f').add(Plain('a'), Plain('a'))
        def long():
            return linear_flow.Flow('f').add(Plain('a' * 256))
        one = linear_flow.Flow('one').add(Plain('x-3f2504e0-4f89-11d3-9a0c-0305e82c3301'))
        '''

    def setUp(self):
        self.directory = tempfile.TemporaryDirectory()
        self.addCleanup(self.directory.cleanup)
        with open(os.path.join(self.directory.name, 'shipped.py'), 'w', encoding='utf-8') as file:
            file.write(textwrap.dedent(self.CODE))

    def run_it(self, *args):
        run = subprocess.run(
            [sys.executable, '-W', 'ignore', SCRIPT, *args], cwd=self.directory.name,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, 'LC_ALL': 'C'})
        return run.returncode, run.stdout.decode(), run.stderr.decode()

    def test_noise_of_the_code_is_no_part_of_the_shape(self):
        code, out, err = self.run_it('shipped:Flows.grüße', '--args', '["b"]')
        self.assertEqual((code, out), (0, 'portage-shape/1\nlinear f\n  task b 1.0\n'))
        self.assertIn('noise of an import', err)

    def test_shapes_are_utf_8_in_every_locale(self):
        self.assertIn('task "é" 1.0', self.run_it('shipped:Flows.grüße')[1])

    def test_several_flows_are_parted_by_a_blank_line(self):
        _, out, _ = self.run_it('shipped:Flows.grüße', 'shipped:one', '--args', '[]')
        self.assertEqual(out.count('\n\nportage-shape/1\nlinear one\n'), 1)

    def test_a_dot_will_do_as_taskflow_stores_it(self):
        self.assertEqual(self.run_it('shipped.one')[0], 0)

    def test_stored_flows_may_have_another_name(self):
        _, out, _ = self.run_it('shipped:one', '--flow', 'first')
        self.assertTrue(out.startswith('flow first\nportage-shape/1\nlinear one\n'))

    def test_setup_comes_before_and_sees_no_options(self):
        _, out, _ = self.run_it('shipped:prepared', '--setup', 'shipped:prepare')
        self.assertIn('task "after 1, True" 1.0', out)

    def test_templates_of_uuids_are_made_and_listed(self):
        _, out, err = self.run_it('shipped:one', '--uuid-templates')
        self.assertEqual(out, '# nameTemplates of one: x-<uuid>\n'
                              'portage-shape/1\nlinear one\n  task x-<uuid> 1.0\n')
        self.assertNotIn('warning', err)

    def test_ids_in_names_are_noticed(self):
        self.assertIn('1 of its names have an id', self.run_it('shipped:one')[2])

    def test_what_is_wrong_is_said_and_nothing_is_printed(self):
        for args, expected, words in [
                (['shipped:broken'], 1, ["'shipped:broken' failed: KeyError: 'lost'", 'line 13']),
                (['shipped:one', '--setup', 'shipped:broken'], 1, ["setup 'shipped:broken' failed"]),
                (['shipped:nothing'], 1, ['gave int, expected a flow', 'next: ']),
                (['shipped:on'], 1, ["no 'on'; did you mean 'one'?"]),
                (['shiped:one'], 1, ["No module named 'shiped'", '--path']),
                (['shipped:twice'], 3, ["two atoms of flow 'f' have the name 'a'"]),
                (['shipped:one', 'shipped:one'], 3, ["give a flow with the name 'one'"]),
                (['shipped:long'], 3, ['more than 255 characters']),
                (['shipped:Plain'], 2, ['is a class and no flow']),
                (['shipped'], 2, ['names no factory']),
                (['shipped:one', '--args', '{}'], 2, ['expected a JSON array, found {}']),
                (['shipped:one', 'shipped:one', '--flow', 'x'], 2, ['about one factory']),
                ([], 2, ['FACTORY'])]:
            with self.subTest(args=args):
                code, out, err = self.run_it(*args)
                self.assertEqual((code, out), (expected, ''))
                for word in words:
                    self.assertIn(word, err)

    def test_without_taskflow_it_says_which_python_lacks_it(self):
        run = subprocess.run([sys.executable, '-S', '-I', SCRIPT, 'shipped:one'],
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.assertEqual(run.returncode, 1)
        self.assertIn('TaskFlow cannot be imported by ' + sys.executable, run.stderr.decode())


class Exits(unittest.TestCase):
    def test_help_needs_no_taskflow(self):
        run = subprocess.run([sys.executable, '-S', '-I', SCRIPT, '--help'], stdout=subprocess.PIPE)
        self.assertEqual(run.returncode, 0)

    def test_main_writes_where_it_is_told(self):
        out, err = io.StringIO(), io.StringIO()
        self.assertEqual(export_shape.main(['no.such:flow'], out, err), 1)
        self.assertEqual(out.getvalue(), '')


if __name__ == '__main__':
    unittest.main()
