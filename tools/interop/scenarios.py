"""Runs every scenario with the real TaskFlow, and prints what came of it.

The old release begins a flow and is stopped. Its database is copied:

* copy A is resumed by the new release, as TaskFlow would do it today;
* copy B is planned with nothing written, which must refuse and change nothing wherever something would
  go wrong; then migrated with the scenario's step, and resumed by the new release;
* copy C is migrated, taken back by `portage undo`, compared with the original row by row, and resumed
  by the old release.

What was done is read from the world, a file in which each task notes what it does outside. Each cell of
the table is compared with what it has to be. Called by run.sh.
"""

import argparse
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
TEMPLATES = {'template': ['delete_listener_in_db_<uuid>', 'remove_listener_<uuid>'],
             'template-parts': ['stop_<uuid>', 'delete_<uuid>', 'remove_<uuid>']}


class Scenario:
    """What is done in a scenario, and what every cell of its line has to be.

    `does` says how often each thing has to be done in the end, `last` with which values the last time,
    `before` what has to come before what. `old` is `does` and `last` of the old release, where that ends
    the flow. `renames` are the names that the history of a retry has to have afterwards.
    """

    def __init__(self, name, alone, nothing, does, last, old, before=(), renames=None, refused=False,
                 database=None):
        self.name, self.alone, self.nothing = name, alone, nothing
        self.does, self.last, self.before = does, last, before
        self.old_does, self.old_last = old
        self.renames, self.refused, self.database = renames, refused, database


def booted_with(address, volumes):
    return {'az': 'nova', 'images': ['/tmp/0.img', '/tmp/1.img'], 'ips': [address], 'volumes': volumes,
            'spec': {'type': 'kvm', 'disks': 2, 'vcpu': 1, 'ips': 1, 'volumes': 3, 'flavor': 'm1.tiny'}}


PATHS = ['/dev/vda1', '/dev/vda2', '/dev/vda3']
VOLUMES = [{'path': path, 'mode': 'rw'} for path in PATHS]
PORT = {'create port': 1, 'attach port': 1}
PARTS = {what + ' ' + listener: 1 for what in ('stop', 'delete') for listener in ('1b9d', '6ec0', '9f8e')}
SCENARIOS = [
    Scenario('rename', 'create port 2 times, not 1; attach port with port-2, not port-1',
             'refused: LEAK01', PORT, {'attach port': {'port': 'port-1'}},
             (PORT, {'attach port': {'port': 'port-1'}})),
    Scenario('renamed-while-running', 'boot is RUNNING for ever', 'refused: DOUBT01',
             {'create port': 1, 'boot': 2, 'report': 1}, {'report': {'port': 'port-1'}},
             ({'create port': 1, 'boot': 2, 'report': 1}, {})),
    Scenario('split', 'allocate address 2 times, not 1; choose subnet 1 time, not 0; announce'
             ' with 10.0.0.2, not 10.0.0.1; announce with net-b, not net-a', 'refused: LEAK01',
             {'allocate address': 1, 'choose subnet': 0, 'announce': 1},
             {'announce': {'address': '10.0.0.1', 'subnet': 'net-a'}},
             ({'allocate address': 1, 'announce': 1},
              {'announce': {'network': {'address': '10.0.0.1', 'subnet': 'net-a'}}})),
    Scenario('merge', 'reserve both 1 time, not 0', 'refused: LEAK01',
             {'reserve cpu': 1, 'reserve ram': 1, 'reserve both': 0, 'boot': 1},
             {'boot': {'cpu': 4, 'ram': 512}},
             ({'reserve cpu': 1, 'reserve ram': 1, 'boot': 1}, {'boot': {'cpu': 4, 'ram': 512}})),
    Scenario('value-map', 'resize with 10, not 10240', 'stuck: DATA03',
             {'measure': 1, 'resize': 1}, {'resize': {'size': 10240}},
             ({'measure': 1, 'resize': 1}, {'resize': {'size': 10}})),
    Scenario('drop', 'SUSPENDED: MissingDependencies; boot 0 times, not 1', 'refused: LEAK01',
             {'look up': 1, 'boot': 1}, {'boot': {'flavor': 'm1.tiny'}},
             ({'look up': 1, 'boot': 1}, {'boot': {'flavor': 'm1.tiny'}})),
    Scenario('drop-hold', 'REVERTED: RuntimeError; undo hold quota 0 times, not 1', 'refused: LEAK01',
             {'hold quota': 1, 'undo hold quota': 1}, {},
             ({'hold quota': 1, 'boot': 1, 'report': 1}, {}), refused=True),
    Scenario('add', 'charge before check', 'refused: LATE01',
             {'charge': 1, 'ship': 1}, {'ship': {'receipt': 'paid', 'approval': 'ok'}},
             ({'charge': 1, 'ship': 1}, {'ship': {'receipt': 'paid'}}), before=[('check', 'charge')]),
    Scenario('for-each', 'allocate 3 times, not 2; boot is RUNNING for ever', 'refused: DOUBT01 LEAK01',
             {'allocate': 2, 'undo allocate': 1, 'boot': 3, 'undo boot': 1, 'report': 1},
             {'report': {'net': 'net in az-2'}},
             ({'allocate': 2, 'undo allocate': 1, 'boot': 3, 'undo boot': 1, 'report': 1}, {}),
             renames={'boot': 'start_server', 'allocate': 'allocate_network'}),
    Scenario('history', 'boot 5 times, not 4; undo boot 3 times, not 2; boot is RUNNING for ever',
             'refused: DOUBT01',
             {'boot': 4, 'undo boot': 2}, {'boot': {'zone': 'az-3'}},
             ({'boot': 3, 'undo boot': 1}, {'boot': {'zone': 'az-2'}}),
             renames={'boot': 'start_server'}),
    Scenario('reset', 'REVERTED: RuntimeError; get token 1 time, not 2; upload with token-1, not'
             ' token-2', 'nothing to do', {'get token': 2, 'upload': 1}, {'upload': {'token': 'token-2'}},
             ({'get token': 1, 'upload': 1}, {'upload': {'token': 'token-1'}})),
    Scenario('template', 'delete 1b9d 2 times, not 1; delete 6ec0 2 times, not 1',
             'refused: LEAK01',
             {'lock': 1, 'delete 1b9d': 1, 'delete 6ec0': 1, 'delete 9f8e': 1, 'unlock': 1}, {},
             ({'lock': 1, 'delete 1b9d': 1, 'delete 6ec0': 1, 'delete 9f8e': 1, 'unlock': 1}, {})),
    Scenario('template-parts', 'delete 1b9d 2 times, not 1', 'refused: LEAK01', PARTS, {}, (PARTS, {})),
    Scenario('nested', 'plug vip 2 times, not 1', 'refused: LEAK01',
             {'load': 1, 'plug vip': 1, 'plug management': 1, 'mark active': 1, 'notify': 1},
             {'mark active': {'vip': 'vip-port', 'mgmt': 'mgmt-port'}, 'notify': {'lb': {'id': 'lb-1'}}},
             ({'load': 1, 'plug vip': 1, 'plug management': 1, 'mark active': 1}, {})),
    Scenario('vm-boot', 'reserve addresses 1 time, not 0; boot with 192.168.0.8, not 192.168.0.7; boot with'
             ' /dev/vda1, not rw /dev/vda1; notify with 192.168.0.8, not 192.168.0.7',
             'stuck: DATA03',
             {'reserve addresses': 0, 'configure': 1, 'boot': 1, 'notify': 1},
             {'boot': booted_with('192.168.0.7', VOLUMES), 'notify': {'ips': ['192.168.0.7']}},
             ({'reserve addresses': 0, 'fetch': 1, 'configure': 1, 'boot': 1},
              {'boot': booted_with('192.168.0.7', PATHS)}),
             database='portage-taskflow/src/test/resources/taskflow/e_nested_graph_types/taskflow.db'),
]


# --- looking at what came of it ------------------------------------------------------------------


def done(world):
    with open(world, encoding='utf-8') as file:
        return [json.loads(line) for line in file]


def plain(value):
    """A value in few words; of a list the first."""
    if isinstance(value, dict):
        return ' '.join(plain(value[key]) for key in sorted(value))
    return plain(value[0]) if isinstance(value, list) and value else str(value)


def times(count):
    return '%d time%s' % (count, '' if count == 1 else 's')


def judged(ended, world, database, does, last, before):
    """`right`, or in words what is not."""
    wrong = []
    if ended['state'] != 'SUCCESS':
        wrong.append('%s: %s' % (ended['state'], (ended['error'] or '').split(':')[0]))
    effects = done(world)
    names = [effect['effect'] for effect in effects]
    for name in dict.fromkeys([*does, *names]):
        if name in does and names.count(name) != does[name]:
            wrong.append('%s %s, not %d' % (name, times(names.count(name)), does[name]))
    for first, second in before:
        if {first, second} <= set(names) and names.index(first) > names.index(second):
            wrong.append('%s before %s' % (second, first))
    for name, values in last.items():
        found = [effect['values'] for effect in effects if effect['effect'] == name]
        for key in sorted(values) if found else ():
            if found[-1].get(key) != values[key]:
                wrong.append('%s with %s, not %s' % (name, plain(found[-1].get(key)), plain(values[key])))
    if ended['state'] == 'SUCCESS':
        wrong.extend('%s is %s for ever' % row for row in query(
            database, "SELECT name, state FROM atomdetails WHERE state NOT IN"
            " ('SUCCESS', 'REVERTED', 'IGNORE', 'PENDING')"))
    return '; '.join(wrong) or 'right'


def query(database, sql):
    connection = sqlite3.connect(database)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def rows(database):
    """Every row of every table, each value with its type."""
    found = {}
    for (table,) in query(database, "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1"):
        columns = [row[1] for row in query(database, 'PRAGMA table_info("%s")' % table)]
        values = ', '.join('quote("%s")' % column for column in columns)
        found[table] = sorted(query(database, 'SELECT %s FROM "%s"' % (values, table)))
    return found


def histories(database):
    return [json.loads(text) for (text,) in query(
        database, "SELECT results FROM atomdetails WHERE atom_type = 'RETRY_DETAIL' ORDER BY rowid")]


def renamed(histories, names):
    return [[[value, {names.get(atom, atom): failure for atom, failure in failures.items()}]
             for value, failures in history] for history in histories]


# --- doing it ------------------------------------------------------------------------------------


class Run:
    """One scenario in a directory of its own."""

    def __init__(self, scenario, directory):
        self.scenario = scenario
        self.directory = os.path.join(directory, scenario.name)
        os.makedirs(self.directory)
        self.log = open(os.path.join(self.directory, 'log.txt'), 'w', encoding='utf-8')
        self.shapes = os.path.join(self.directory, 'release.shapes')

    def at(self, name):
        return os.path.join(self.directory, name)

    def command(self, args, world='origin', expected=(0,)):
        environment = {**os.environ, 'INTEROP_WORLD': self.at(world + '.world'), 'PYTHONWARNINGS': 'ignore'}
        run = subprocess.run(args, cwd=HERE, env=environment, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, encoding='utf-8')
        self.log.write('$ %s\n%s%s-> %d\n\n' % (' '.join(args), run.stdout, run.stderr, run.returncode))
        self.log.flush()
        if expected and run.returncode not in expected:
            said = [line for line in (run.stdout + run.stderr).splitlines()
                    if line.strip() and not line.startswith('warning')]
            raise Broken('%s exit %d, %s' % (' '.join(map(os.path.basename, args[:2])), run.returncode,
                                             ' '.join(said[-1:])))
        return run

    def python(self, *args, **kwargs):
        return self.command([sys.executable, *args], **kwargs)

    def portage(self, verb, copy, *args, **kwargs):
        store = 'taskflow:jdbc:sqlite:%s?journal=%s' % (self.at(copy + '.db'), self.at(copy + '-journal.db'))
        target = [] if verb == 'undo' else ['--target', self.shapes]
        return self.command([os.path.join(ROOT, 'portage'), verb, '--store', store, *target, *args], **kwargs)

    def copy(self, to):
        for kind in ('.db', '.world'):
            shutil.copyfile(self.at('origin' + kind), self.at(to + kind))

    def resumed(self, release, copy):
        run = self.python(release + '.py', 'resume', self.scenario.name, self.at(copy + '.db'), world=copy)
        return json.loads(run.stdout.splitlines()[-1])

    def prepare(self):
        name = self.scenario.name
        if self.scenario.database:
            shutil.copyfile(os.path.join(ROOT, self.scenario.database), self.at('origin.db'))
            open(self.at('origin.world'), 'w').close()
        else:
            self.python('old.py', 'begin', name, self.at('origin.db'), expected=(0, 137))
        templates = ['--uuid-templates'] if name in TEMPLATES else []
        exported = self.python(os.path.join(ROOT, 'tools', 'export_shape.py'),
                               'new:' + name.replace('-', '_'), *templates)
        with open(self.shapes, 'w', encoding='utf-8') as file:
            file.write(exported.stdout)
        if self.scenario.database:
            self.guide_says(exported.stdout)
        os.makedirs(self.at('empty'))
        names = ''.join("\n  - '%s'" % t for t in TEMPLATES.get(name, []))
        with open(self.at('empty/book.yaml'), 'w', encoding='utf-8') as file:
            file.write('flow: %s\n%ssteps: []\n' % (name, names and 'nameTemplates:%s\n' % names))
        os.makedirs(self.at('book'))
        step = os.path.join(HERE, 'migrations', name + '.yaml')
        if os.path.exists(step):
            shutil.copy(step, self.at('book'))
        else:
            shutil.copy(self.at('empty/book.yaml'), self.at('book'))

    def guide_says(self, exported):
        """The shape and the step of the guide are those that are tested here."""
        with open(os.path.join(ROOT, 'docs/guide/taskflow.md'), encoding='utf-8') as file:
            guide = file.read()
        with open(os.path.join(HERE, 'migrations', self.scenario.name + '.yaml'), encoding='utf-8') as file:
            step = file.read()
        for name, text in (('shape', exported), ('step', step)):
            if '\n' + text + '```' not in guide:
                raise Broken('docs/guide/taskflow.md has another %s than this' % name)

    def alone(self):
        self.copy('a')
        return self.new_judged('a')

    def new_judged(self, copy):
        s = self.scenario
        return judged(self.resumed('new', copy), self.at(copy + '.world'), self.at(copy + '.db'),
                      s.does, s.last, s.before)

    def old_judged(self, copy):
        return judged(self.resumed('old', copy), self.at(copy + '.world'), self.at(copy + '.db'),
                      self.scenario.old_does, self.scenario.old_last, ())

    def nothing_written(self):
        """What Portage says to a flow of which nobody has written anything down."""
        self.copy('b')
        plan = self.portage('plan', 'b', '-o', 'json', '--migrations', self.at('empty'), expected=())
        if not plan.stdout.startswith('{'):
            raise Broken(plan.stderr)
        found = json.loads(plan.stdout)
        if all(plan['verdict'] == 'current' for plan in found['plans']):
            return 'nothing to do'
        if found['migratable'] and not found['blocked']:
            return 'migrates'
        codes = set(re.findall(r'"code" : "([A-Z]+[0-9]+)",\s*"severity" : "error"', plan.stdout))
        self.portage('migrate', 'b', '--migrations', self.at('empty'), '--yes', expected=(4, 5, 6))
        self.unchanged('b', 'a refused migration')
        verdict = 'refused' if found['blocked'] else found['plans'][0]['verdict']
        return '%s: %s' % (verdict, ' '.join(sorted(codes))) if codes else verdict

    def unchanged(self, copy, after):
        if rows(self.at(copy + '.db')) != rows(self.at('origin.db')):
            raise Broken('the rows of the database differ after ' + after)

    def migrated(self, copy):
        book = ['--migrations', self.at('book')]
        self.portage('plan', copy, *book)
        return self.portage('migrate', copy, *book, '--yes').stdout

    def with_step(self):
        if self.scenario.refused:
            return 'refused; the old release ends it: ' + self.old_judged('b')
        self.migrated('b')
        if self.scenario.renames is not None:
            expected = renamed(histories(self.at('origin.db')), self.scenario.renames)
            if histories(self.at('b.db')) != expected:
                raise Broken('the history of the retry is not what it was, renamed')
        return self.new_judged('b')

    def undone(self):
        if self.scenario.refused:
            return '-'
        self.copy('c')
        run = re.search(r'--run (\w+)', self.migrated('c'))
        if run is None:
            raise Broken('migrate does not say how it is taken back')
        if rows(self.at('c.db')) == rows(self.at('origin.db')):
            raise Broken('migrate has changed nothing')
        self.portage('undo', 'c', '--run', run.group(1), '--yes')
        self.unchanged('c', 'undo')
        return 'same rows; ' + self.old_judged('c')

    def cells(self):
        """Found and expected of each column."""
        s = self.scenario
        undone = '-' if s.refused else 'same rows; right'
        with_step = 'refused; the old release ends it: right' if s.refused else 'right'
        try:
            self.prepare()
        except Broken as e:
            return [('BROKEN: %s' % e, s.alone)]
        return [(self.cell(self.alone), s.alone), (self.cell(self.nothing_written), s.nothing),
                (self.cell(self.with_step), with_step), (self.cell(self.undone), undone)]

    def cell(self, column):
        try:
            return column()
        except Broken as e:
            self.log.write('BROKEN: %s\n\n' % e)
            return 'BROKEN: ' + str(e).strip().splitlines()[0].replace(self.directory + os.sep, '')


class Broken(Exception):
    """Something that has to work does not."""


# --- the table -----------------------------------------------------------------------------------

TITLES = ['scenario', 'TaskFlow alone', 'Portage, nothing written', 'Portage, with its step', 'undone']
WIDTHS = [21, 42, 24, 22, 17]


def wrapped(text, width):
    lines, line = [], ''
    for word in text.split(' '):
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = line + ' ' + word if line else word
    return [*lines, line]


def print_row(cells):
    columns = [wrapped(cell, width) for cell, width in zip(cells, WIDTHS)]
    for number in range(max(map(len, columns))):
        print('  '.join((column[number] if number < len(column) else '').ljust(width)
                        for column, width in zip(columns, WIDTHS)).rstrip(), flush=True)


def main():
    parser = argparse.ArgumentParser(prog='run.sh', description='Runs the scenarios; all without a name.')
    parser.add_argument('names', nargs='*', metavar='SCENARIO', help=', '.join(s.name for s in SCENARIOS))
    parser.add_argument('--keep', action='store_true', help='keeps databases, shapes and logs')
    options = parser.parse_args()
    unknown = set(options.names) - {s.name for s in SCENARIOS}
    if unknown:
        parser.error('no such scenario: %s' % ', '.join(sorted(unknown)))
    directory = tempfile.mkdtemp(prefix='portage-interop-')
    print_row(TITLES)
    print_row(['-' * width for width in WIDTHS])
    wrong = []
    selected = [s for s in SCENARIOS if not options.names or s.name in options.names]
    for scenario in selected:
        cells = Run(scenario, directory).cells()
        print_row([scenario.name, *(found for found, _ in cells)])
        wrong.extend((scenario.name, title, found, expected)
                     for title, (found, expected) in zip(TITLES[1:], cells) if found != expected)
    print()
    for name, title, found, expected in wrong:
        print('WRONG: %s, %s\n  expected: %s\n  found:    %s' % (name, title, expected, found))
    print('%d scenarios, %d cells as they have to be, %d not' % (
        len(selected), 4 * len(selected) - len(wrong), len(wrong)))
    if wrong or options.keep:
        print('databases, shapes and logs are in ' + directory)
    else:
        shutil.rmtree(directory)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
