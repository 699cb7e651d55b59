"""What the old and the new code of the scenarios share: tasks that only note what they do, and the
ways to begin and to resume a flow in a database.

The world is a file of lines, one for each thing that a task has done outside: it stays when a
process dies, so it shows what was really done, whatever the database says.
"""

import contextlib
import json
import os
import sys

from taskflow import engines, states, task
from taskflow.persistence import backends, models


class World:
    """Notes what is done, and counts."""

    def __init__(self, path):
        self.path = path

    def note(self, effect, values):
        with open(self.path, 'a', encoding='utf-8') as file:
            file.write(json.dumps({'effect': effect, 'values': values}, sort_keys=True) + '\n')

    def count(self, effect):
        with contextlib.suppress(FileNotFoundError), open(self.path, encoding='utf-8') as file:
            return sum(json.loads(line)['effect'] == effect for line in file)
        return 0


WORLD = World(os.environ.get('INTEROP_WORLD', os.devnull))


class Does(task.Task):
    """Does something outside, once for each time that it is executed.

    `gives` is what it returns, or a function of its arguments and of how often this was done. `fails`
    says for which arguments it fails, and `dies` for which the process ends as by kill -9.
    """

    def __init__(self, name, effect, gives=None, fails=None, dies=None, version=(1, 0), **kwargs):
        super().__init__(name, **kwargs)
        self.version = version
        self.effect, self.gives, self.fails, self.dies = effect, gives, fails, dies

    def execute(self, **values):
        WORLD.note(self.effect, values)
        if self.dies and self.dies(values):
            os._exit(137)
        if self.fails and self.fails(values):
            raise RuntimeError('no room')
        if callable(self.gives):
            return self.gives(values, WORLD.count(self.effect))
        return self.gives


class Undoable(Does):
    """The same, and can be undone."""

    def revert(self, result, **values):
        WORLD.note('undo ' + self.effect, {})


def open_backend(database):
    backend = backends.fetch({'connection': 'sqlite:///' + os.path.abspath(database)})
    with contextlib.closing(backend.get_connection()) as connection:
        connection.upgrade()
    return backend


def begin(flow, database, store, after):
    """Runs a flow until the atoms `after` are done, and suspends it there; or until it dies."""
    backend = open_backend(database)
    book = models.LogBook('scenarios')
    detail = models.FlowDetail(flow.name, '%032x' % 7)
    book.add(detail)
    with contextlib.closing(backend.get_connection()) as connection:
        connection.save_logbook(book)
    engine = engines.load(flow, flow_detail=detail, book=book, backend=backend, store=store)
    waiting = set(after)

    def stop(state, details):
        waiting.discard(details.get('task_name'))
        if not waiting:
            engine.suspend()

    if after:
        engine.atom_notifier.register(states.SUCCESS, stop)
    engine.run()


def resume(flow, database):
    """Runs the flow of a database to its end, and says how that was."""
    backend = open_backend(database)
    with contextlib.closing(backend.get_connection()) as connection:
        detail = next(iter(next(connection.get_logbooks())))
    try:
        engine = engines.load(flow, flow_detail=detail, backend=backend)
        engine.run()
        return {'state': engine.storage.get_flow_state(), 'error': None}
    except Exception as e:
        lines = str(e).strip().splitlines()
        with contextlib.closing(backend.get_connection()) as connection:
            state = connection.get_flow_details(detail.uuid).state
        return {'state': state, 'error': '%s: %s' % (type(e).__name__, lines[0] if lines else '')}


def main(flows, starts=None):
    """`begin SCENARIO DATABASE` or `resume SCENARIO DATABASE`."""
    what, scenario, database = sys.argv[1:4]
    flow = flows[scenario]()
    if what == 'begin':
        begin(flow, database, **starts[scenario])
    else:
        print(json.dumps(resume(flow, database)))
