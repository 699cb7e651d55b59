#!/usr/bin/env python3
"""Writes the shape of a TaskFlow flow, for `portage --target FILE`.

It imports the new code, builds the flow, and prints what Portage has to know of it: the atoms with
their versions, what they require and provide, whether they revert, and how they are nested. Nothing
is run, and no database is opened. It needs TaskFlow and the standard library.

    export_shape.py myservice.flows:create_volume --args '["lvm"]' > release.shapes
    export_shape.py myservice.flows:create myservice.flows:delete > release.shapes

A FACTORY is a function that gives a flow, `module:function` or `module:Class.method`; a flow that
stands in a module as a variable will do as well. Exit codes: 0 done, 1 the code could not be imported
or the factory failed, 2 wrong options, 3 the flow has something that a shape cannot say.
"""

import argparse
import contextlib
import importlib
import inspect
import io
import json
import os
import re
import sys
import traceback

EXIT_CODE_FAILED = 1
EXIT_USAGE = 2
EXIT_NOT_A_SHAPE = 3

KEYWORDS = {'-', 'each', 'each-given', 'requires', 'optional', 'provides', 'reverts',
            'revert-requires', 'pure', 'formerly'}
LONGEST_NAME = 255
PLACEHOLDERS = {'<uuid>': '[0-9a-fA-F]{8}-?(?:[0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}',
                '<number>': '[0-9]+', '<text>': '.+'}
UUID = re.compile(PLACEHOLDERS['<uuid>'])


class ExportError(Exception):
    """What went wrong and what to do next, with the exit code that says of which kind it is."""

    def __init__(self, code, message, next_step):
        super().__init__('%s\n  next: %s' % (message, next_step))
        self.code = code


class Atom:
    """A task or retry, with nothing left of its code."""

    def __init__(self, kind, name, version):
        self.kind = kind
        self.name = name
        self.version = version
        self.strategy = ''
        self.requires = []
        self.optional = []
        self.provides = []
        self.revert_requires = []
        self.reverts = False
        self.pure = False

    def reads(self):
        return [*self.requires, *self.optional, *self.revert_requires]

    def forget(self, slot):
        for slots in (self.requires, self.optional, self.revert_requires):
            if slot in slots:
                slots.remove(slot)


class Group:
    """A flow: its pattern, its children, its retry first, and the links between them."""

    def __init__(self, pattern, name):
        self.pattern = pattern
        self.name = name
        self.children = []
        self.links = []

    def atoms(self):
        for child in self.children:
            if isinstance(child, Atom):
                yield child
            else:
                yield from child.atoms()

    def groups(self):
        yield self
        for child in self.children:
            if isinstance(child, Group):
                yield from child.groups()


# --- from TaskFlow's objects ---------------------------------------------------------------------


def taskflow():
    """TaskFlow's modules; imported late, so that --help works without."""
    try:
        from taskflow import atom, flow, retry, task
        from taskflow.patterns import graph_flow, linear_flow, unordered_flow
        from taskflow.utils import misc
    except ImportError as e:
        raise ExportError(
            EXIT_CODE_FAILED,
            'TaskFlow cannot be imported by %s: %s' % (sys.executable, e),
            'run this script with the Python that runs your service')
    return {'atom': atom, 'flow': flow, 'retry': retry, 'task': task, 'misc': misc,
            'patterns': [(linear_flow.Flow, 'linear'), (unordered_flow.Flow, 'unordered'),
                         (graph_flow.Flow, 'graph')]}


class Reader:
    """Reads flows of TaskFlow."""

    def __init__(self, modules):
        self.modules = modules

    def group(self, flow):
        group = Group(self.pattern(flow), flow.name)
        names = {}
        if flow.retry is not None:
            group.children.append(self.atom(flow.retry))
        for child in flow:
            node = self.group(child) if self.is_flow(child) else self.atom(child)
            if isinstance(node, Group):
                node.name = unused(node.name, names.values())
            names[child] = node.name
            group.children.append(node)
        if group.pattern == 'graph':
            group.links = sorted(self.links(flow, names))
        return group

    def is_flow(self, node):
        return isinstance(node, self.modules['flow'].Flow)

    def pattern(self, flow):
        for kind, pattern in self.modules['patterns']:
            if isinstance(flow, kind):
                return pattern
        raise ExportError(
            EXIT_NOT_A_SHAPE,
            "flow '%s' is a %s, which is none of TaskFlow's patterns" % (flow.name, type(flow)),
            'write the part of the shape that stands for it by hand, as linear, unordered or graph')

    def links(self, flow, names):
        """The links that somebody made; those that follow from slots are found by Portage too."""
        constants = self.modules['flow']
        for source, target, attributes in flow.iter_links():
            decider = attributes.get(constants.LINK_DECIDER)
            if decider is not None:
                depth = attributes.get(constants.LINK_DECIDER_DEPTH)
                depth = getattr(depth, 'value', depth) or 'ALL'
                yield (names[source], names[target], str(depth).lower())
            elif attributes.get(constants.LINK_MANUAL):
                yield (names[source], names[target], '')

    def atom(self, atom):
        is_retry = isinstance(atom, self.modules['retry'].Retry)
        if not is_retry and not isinstance(atom, self.modules['task'].Task):
            raise ExportError(
                EXIT_NOT_A_SHAPE, "'%s' is a %s, neither task nor retry" % (atom, type(atom)),
                'TaskFlow cannot run this flow either')
        result = Atom('retry' if is_retry else 'task', atom.name,
                      self.modules['misc'].get_version_string(atom))
        slots(atom, result)
        result.reverts = self.reverts(atom)
        result.pure = is_retry and not result.reverts
        if is_retry:
            result.strategy = self.strategy(atom)
        return result

    def reverts(self, atom):
        """Whether somebody wrote a revert for it."""
        if isinstance(atom, self.modules['task'].FunctorTask):
            return getattr(atom, '_revert', None) is not None
        inherited = (self.modules['atom'].Atom.revert, self.modules['retry'].Retry.revert)
        return type(atom).revert not in inherited

    def strategy(self, atom):
        retry = self.modules['retry']
        words = type(atom).__name__
        if isinstance(atom, retry.Times):
            words = 'times %d' % atom._attempts
        elif isinstance(atom, retry.ForEach):
            words = 'for-each %d' % len(atom._values)
        elif isinstance(atom, retry.ParameterizedForEach):
            words = 'for-each-of %s' % atom.rebind.get('values', 'values')
        elif isinstance(atom, retry.AlwaysRevertAll):
            words = 'always-revert-all'
        elif isinstance(atom, retry.AlwaysRevert):
            words = 'always-revert'
        if getattr(atom, '_revert_action', None) == retry.REVERT_ALL:
            words += ' revert-all'
        return words


def slots(atom, result):
    """What TaskFlow binds the arguments of execute and revert to, but what is injected."""
    injected = set(atom.inject or ())
    required = list(atom.requires)
    optional = [s for s in [*atom.optional, *atom.revert_optional] if s not in required]
    executes = set(atom.rebind.values()) - injected
    result.requires = sorted({s for s in required if s in executes}, key=utf8)
    result.revert_requires = sorted({s for s in required if s not in executes}, key=utf8)
    result.optional = sorted(set(optional), key=utf8)
    result.provides = sorted(set(atom.provides), key=utf8)


def utf8(text):
    return text.encode('utf-8', 'surrogatepass')


def unused(name, used):
    """The name, or the name with a number: names of subflows are labels, but must differ."""
    used = set(used)
    number, free = 1, name
    while free in used:
        number += 1
        free = '%s-%d' % (name, number)
    return free


# --- names with ids ------------------------------------------------------------------------------


class Templates:
    """Gives atoms whose names differ by an id one name, that of the template, and one line."""

    def __init__(self, templates):
        self.patterns = [(template, template_pattern(template)) for template in templates]
        self.used = set()
        self.notes = []

    def name(self, name):
        for template, pattern in self.patterns:
            if pattern.fullmatch(name):
                self.used.add(template)
                return template
        return name

    def collapse(self, root):
        self.merge(root)
        for template, _ in self.patterns:
            if template not in self.used:
                self.notes.append(
                    "no atom has a name like '%s', so the shape lacks it: build the flow of something"
                    ' that has at least one' % template)
            elif sum(atom.name == template for atom in root.atoms()) > 1:
                raise ExportError(
                    EXIT_NOT_A_SHAPE,
                    "atoms like '%s' stand in parts of flow '%s' that differ" % (template, root.name),
                    'build it with one such part, or give the atoms of the parts different names')

    def merge(self, group):
        children, renamed = [], {}
        for child in group.children:
            old = child.name
            if isinstance(child, Group):
                self.merge(child)
                child.name = UUID.sub('<uuid>', old) if self.used else old
            else:
                child.name = self.name(old)
            same = next((c for c in children if self.alike(c, child)), None)
            if same is None:
                children.append(child)
            elif isinstance(child, Atom):
                self.join(same, child)
            renamed[old] = (same or child).name
        group.children = children
        group.links = sorted({(renamed[a], renamed[b], depth) for a, b, depth in group.links
                              if renamed[a] != renamed[b]})

    def alike(self, one, other):
        if isinstance(one, Atom) or isinstance(other, Atom):
            return type(one) is type(other) and one.name == other.name and one.name in self.used
        names = [[atom.name for atom in node.atoms()] for node in (one, other)]
        return (names[0] == names[1] and any(n in self.used for n in names[0])
                and list(lines(one))[1:] == list(lines(other))[1:])

    def join(self, kept, other):
        """What not all of them read or provide has an id of its own, so it is no part of the shape."""
        for attribute in ('requires', 'optional', 'provides', 'revert_requires'):
            mine, its = getattr(kept, attribute), getattr(other, attribute)
            both = [slot for slot in mine if slot in its]
            if len(both) < len(set(mine) | set(its)):
                self.notes.append("atoms like '%s' differ in what they %s: only what all have is in"
                                  ' the shape' % (kept.name, attribute.replace('_', ' ')))
            setattr(kept, attribute, both)
        kept.reverts = kept.reverts or other.reverts


def uuid_templates(root):
    """A template for every name that has one UUID."""
    names = [UUID.sub('<uuid>', a.name) for a in root.atoms() if len(UUID.findall(a.name)) == 1]
    return list(dict.fromkeys(names))


def template_pattern(template):
    parts = re.split('(<[a-z]+>)', template)
    if len(parts) != 3 or parts[1] not in PLACEHOLDERS:
        raise ExportError(
            EXIT_USAGE, "the template '%s' has to have one placeholder" % template,
            'write <uuid>, <number> or <text> in place of what differs: delete_listener_<uuid>')
    return re.compile(re.escape(parts[0]) + PLACEHOLDERS[parts[1]] + re.escape(parts[2]), re.DOTALL)


# --- what Portage would not read -----------------------------------------------------------------


def check_names(root):
    seen = set()
    for atom in root.atoms():
        trouble = objection(atom.name)
        if trouble:
            raise ExportError(
                EXIT_NOT_A_SHAPE, "the name of %s '%s' %s" % (atom.kind, atom.name, trouble),
                'Portage cannot carry over flows with such an atom; give it another name')
        if atom.name in seen:
            raise ExportError(
                EXIT_NOT_A_SHAPE, "two atoms of flow '%s' have the name '%s'" % (root.name, atom.name),
                'TaskFlow refuses to run this flow; name one of them differently')
        seen.add(atom.name)
    if not root.name.strip() or any(ord(c) < 32 for c in root.name):
        raise ExportError(EXIT_NOT_A_SHAPE, 'the flow has no printable name', 'name it in the code')


def objection(name):
    if not isinstance(name, str) or not name.strip():
        return 'is blank'
    if len(name.encode('utf-16-le', 'surrogatepass')) // 2 > LONGEST_NAME:
        return 'has more than %d characters' % LONGEST_NAME
    if '[' in name or ']' in name:
        return 'has a square bracket'
    if name.startswith('_TaskFlow_'):
        return 'begins with _TaskFlow_, which TaskFlow keeps for itself'
    if any(ord(c) < 32 or 0x7f <= ord(c) < 0xa0 or c in '\u2028\u2029' for c in name):
        return 'has a control character'
    return None


class Sight:
    """Who sees which slot, by the rules of Portage, which are TaskFlow's but for two things: a slot
    that is given as an input may not be provided later as well, and two equally near providers of a
    slot are a mistake. Where code does that, the reader's slot is left out of the shape, and said."""

    def __init__(self, root):
        self.root = root
        self.provided = {s for atom in root.atoms() for s in atom.provides}
        self.notes = []
        self.walk(root, [])

    def walk(self, node, outer):
        if isinstance(node, Atom):
            for slot in node.reads():
                self.look(node, slot, outer)
            return
        retries = [c for c in node.children if isinstance(c, Atom) and c.kind == 'retry']
        sight = {}
        for retry in retries:
            self.walk(retry, outer)
            sight.update(exports(retry))
        everything = exports(node) if node.pattern == 'graph' else {}
        for child in node.children:
            if child in retries:
                continue
            if node.pattern == 'graph':
                own = exports(child)
                sight = {s: by - own.get(s, set()) for s, by in everything.items()}
            self.walk(child, [sight, *outer])
            if node.pattern == 'linear':
                sight = {**sight, **exports(child)}

    def look(self, atom, slot, scopes):
        found = next((s[slot] for s in scopes if s.get(slot)), set())
        if len(found) > 1:
            self.leave_out(atom, slot, 'is provided by %s alike' % ' and '.join(sorted(found)))
        elif not found and slot in self.provided and slot not in atom.optional:
            later = [a.name for a in self.root.atoms() if slot in a.provides]
            self.leave_out(atom, slot, 'is an input there, and %s provides it elsewhere'
                           % ' and '.join(later))

    def leave_out(self, atom, slot, why):
        self.notes.append("%s reads '%s', which %s: left out of the shape, so nobody checks it"
                          % (atom.name, slot, why))
        atom.forget(slot)


def exports(node):
    """For each slot that a part provides the atoms that it may come from."""
    if isinstance(node, Atom):
        return {s: {node.name} for s in node.provides}
    result = {}
    for child in node.children:
        for slot, by in exports(child).items():
            result[slot] = by if node.pattern == 'linear' else result.get(slot, set()) | by
    return result


# --- the text ------------------------------------------------------------------------------------


def quoted(word):
    if word and word not in KEYWORDS and all('!' <= c <= '~' and c not in '"\\' for c in word):
        return word
    out = []
    for c in word:
        if c in '"\\':
            out.append('\\' + c)
        elif c < ' ' or c == '\x7f' or '\ud800' <= c <= '\udfff':
            out.append('\\u%04x' % ord(c))
        else:
            out.append(c)
    return '"%s"' % ''.join(out)


def lines(node, depth=0):
    indent = '  ' * depth
    if isinstance(node, Atom):
        yield indent + atom_line(node)
        return
    yield '%s%s %s' % (indent, node.pattern, quoted(node.name))
    children = node.children
    if node.pattern != 'linear':
        children = sorted(children, key=lambda child: utf8(child.name))
    for child in children:
        yield from lines(child, depth + 1)
    for source, target, depth_of_decider in node.links:
        decider = ' decider ' + depth_of_decider if depth_of_decider else ''
        yield '%s  link %s %s%s' % (indent, quoted(source), quoted(target), decider)


def atom_line(atom):
    words = [atom.kind, quoted(atom.name), '-' if atom.version is None else quoted(atom.version)]
    if atom.strategy:
        words.append(quoted(atom.strategy))

    def add(keyword, names):
        if names:
            words.append(keyword)
            words.extend(quoted(name) for name in names)

    add('requires', atom.requires)
    add('optional', atom.optional)
    add('provides', atom.provides)
    if atom.reverts:
        words.append('reverts')
    add('revert-requires', atom.revert_requires)
    if atom.pure:
        words.append('pure')
    return ' '.join(words)


# --- the new code --------------------------------------------------------------------------------


def imported(name):
    """What `module:function` names; `module.function`, as TaskFlow stores it, will do as well."""
    module, colon, path = name.partition(':')
    if not colon:
        module, _, path = name.rpartition('.')
    if not module or not path:
        raise ExportError(EXIT_USAGE, "'%s' names no factory" % name,
                          'write module:function, for example myservice.flows:create_volume')
    try:
        found = importlib.import_module(module)
    except (Exception, SystemExit) as e:
        raise ExportError(
            EXIT_CODE_FAILED, "the module '%s' cannot be imported: %s" % (module, reason(e)),
            'run this where your service runs, or add the directory of its code with --path') from e
    for part in path.split('.'):
        if not hasattr(found, part):
            raise ExportError(
                EXIT_CODE_FAILED, "'%s' has no '%s'%s" % (module, path, likely(found, part)),
                'name a function of the module that gives a flow')
        found = getattr(found, part)
    return found


def likely(module, name):
    import difflib
    close = difflib.get_close_matches(name, dir(module), 1)
    return "; did you mean '%s'?" % close[0] if close else ''


def reason(error):
    """The exception in one line, with the place in the code that it comes from."""
    frames = [f for f in traceback.extract_tb(error.__traceback__)
              if f.filename != __file__ and 'importlib' not in f.filename]
    where = ' (%s, line %s)' % (frames[-1].filename, frames[-1].lineno) if frames else ''
    text = ' '.join(str(error).split())
    return '%s%s%s' % (type(error).__name__, ': ' + text if text else '', where)


def built(name, args, kwargs, flow_type):
    found = imported(name)
    if inspect.isclass(found) and not issubclass(found, flow_type):
        raise ExportError(EXIT_USAGE, "'%s' is a class and no flow" % name,
                          'name a function or static method that gives the flow')
    if callable(found):
        try:
            found = found(*args, **kwargs)
        except (Exception, SystemExit) as e:
            raise ExportError(
                EXIT_CODE_FAILED, "the factory '%s' failed: %s" % (name, reason(e)),
                'give it what it takes with --args and --kwargs, as they stand in the metadata of a stored'
                " flow under 'factory'; what has to be set up before, name with --setup") from e
    if not isinstance(found, flow_type):
        raise ExportError(
            EXIT_CODE_FAILED,
            "'%s' gave %s, expected a flow of TaskFlow" % (name, type(found).__name__),
            'name a function that gives the flow itself, not an engine or a task')
    return found


def set_up(name):
    try:
        imported(name)()
    except ExportError:
        raise
    except (Exception, SystemExit) as e:
        raise ExportError(
            EXIT_CODE_FAILED, "the setup '%s' failed: %s" % (name, reason(e)),
            'run this as the user and on the host that a worker runs on, where its configuration is') from e


def options(argv):
    parser = argparse.ArgumentParser(
        prog='export_shape.py', formatter_class=argparse.RawDescriptionHelpFormatter,
        description=__doc__.strip())
    parser.add_argument('factories', nargs='+', metavar='FACTORY',
                        help='module:function that gives a flow of the new code')
    parser.add_argument('--args', default='[]', metavar='JSON', type=json_of(list, 'a JSON array'),
                        help='positional arguments of the factories, as a JSON array')
    parser.add_argument('--kwargs', default='{}', metavar='JSON',
                        type=json_of(dict, 'a JSON object'),
                        help='keyword arguments of the factories, as a JSON object')
    parser.add_argument('--path', action='append', default=[], metavar='DIR',
                        help='where the new code is; the current directory is searched too')
    parser.add_argument('--setup', action='append', default=[], metavar='FUNCTION',
                        help='module:function that is called before, with no arguments: what a service'
                        ' needs before it can build flows, such as reading its configuration')
    parser.add_argument('--flow', metavar='NAME',
                        help='the name that stored flows have, where the new code has another')
    parser.add_argument('--uuid-templates', action='store_true',
                        help='makes such a template of every name that has a UUID, and lists them in a'
                        ' comment, to be copied into the migration file')
    parser.add_argument('--name-template', action='append', default=[], metavar='TEMPLATE',
                        help='atoms whose names differ by an id, such as delete_listener_<uuid>; also'
                        ' <number>, <text>; name the same under nameTemplates in a migration file')
    found = parser.parse_args(argv)
    if len(found.factories) > 1 and found.flow:
        parser.error('--flow is about one factory; run this once for each, with >>')
    return found


def json_of(kind, what):
    def parse(text):
        try:
            value = json.loads(text)
        except ValueError as e:
            raise argparse.ArgumentTypeError('expected %s: %s' % (what, e))
        if not isinstance(value, kind):
            raise argparse.ArgumentTypeError('expected %s, found %s' % (what, text))
        return value
    return parse


def shape(root, flow=None):
    """The text of one shape, with the line above it where it needs one."""
    head = 'flow %s\n' % flow if flow else ''
    return head + 'portage-shape/1\n' + '\n'.join(lines(root)) + '\n'


def warnings(root):
    ids = [a.name for a in root.atoms() if UUID.search(a.name)]
    if ids:
        yield ("%d of its names have an id, such as '%s': each flow has a shape"
               ' to itself, unless you give a --name-template' % (len(ids), ids[0]))


@contextlib.contextmanager
def aside(err):
    """What the code prints is no part of a shape, and the options of this script are none of it."""
    argv, sys.argv = sys.argv, sys.argv[:1]
    try:
        with contextlib.redirect_stdout(err):
            yield
    finally:
        sys.argv = argv


def export(found, out, err):
    modules = taskflow()
    with aside(err):
        for name in found.setup:
            set_up(name)
    names = set()
    for number, factory in enumerate(found.factories):
        with aside(err):
            root = Reader(modules).group(
                built(factory, found.args, found.kwargs, modules['flow'].Flow))
        derived = uuid_templates(root) if found.uuid_templates else []
        templates = Templates([*found.name_template, *derived])
        templates.collapse(root)
        check_names(root)
        for note in [*templates.notes, *Sight(root).notes, *warnings(root)]:
            err.write("warning: flow '%s': %s\n" % (root.name, note))
        name = found.flow or root.name
        if name in names:
            raise ExportError(
                EXIT_NOT_A_SHAPE, "two of these factories give a flow with the name '%s'" % name,
                'write each to a file of its own, and give each --target its flows with --flow ID')
        names.add(name)
        out.write('\n' if number else '')
        out.writelines('# nameTemplates of %s: %s\n' % (name, quoted(t)) for t in derived)
        out.write(shape(root, found.flow))


def main(argv=None, out=None, err=None):
    found = options(argv)
    sys.path[:0] = [*found.path, os.getcwd()]
    err = err or sys.stderr
    text = io.StringIO()
    try:
        export(found, text, err)
    except ExportError as e:
        err.write('error: %s\n' % e)
        return e.code
    if out is None:
        sys.stdout.reconfigure(encoding="utf-8")
    (out or sys.stdout).write(text.getvalue())
    return 0


if __name__ == '__main__':
    sys.exit(main())
