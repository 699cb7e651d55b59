"""The release that is replaced: it has begun flows, and was stopped while they were in flight."""

from taskflow import retry
from taskflow.patterns import linear_flow, unordered_flow

import world
from vm_boot import before
from world import Does, Undoable

LISTENERS = ['1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed', '6ec0bd7f-11c0-43da-975e-2a8ad9ebae0b',
             '9f8e3c2a-5d61-4f0e-8a7b-0c1d2e3f4a5b']


def rename():
    return linear_flow.Flow('rename').add(
        Undoable('create_port', 'create port', lambda _, n: 'port-%d' % n, provides='port'),
        Does('attach_port', 'attach port', requires=['port']))


def renamed_while_running():
    return linear_flow.Flow('renamed-while-running').add(
        Undoable('create_port', 'create port', 'port-1', provides='port'),
        Does('boot', 'boot', 'up', requires=['port'], dies=lambda _: world.WORLD.count('boot') < 2),
        Does('report', 'report', requires=['port']))


def split():
    return linear_flow.Flow('split').add(
        Undoable('allocate_network', 'allocate address',
                 lambda _, n: {'address': '10.0.0.%d' % n, 'subnet': 'net-a'}, provides='network'),
        Does('announce', 'announce', requires=['network']))


def merge():
    return linear_flow.Flow('merge').add(
        Undoable('reserve_cpu', 'reserve cpu', lambda _, n: n * 4, provides='cpu'),
        Undoable('reserve_ram', 'reserve ram', lambda _, n: n * 512, provides='ram'),
        Does('boot', 'boot', requires=['cpu', 'ram']))


def value_map():
    return linear_flow.Flow('value-map').add(
        Does('measure', 'measure', 10, provides='size'),
        Does('resize', 'resize', requires=['size']))


def drop():
    return linear_flow.Flow('drop').add(
        Does('look_up_flavor', 'look up', {'flavor': 'm1.tiny'}, provides={'flavor'}),
        Does('boot', 'boot', requires=['flavor']))


def drop_hold():
    return linear_flow.Flow('drop-hold').add(
        Undoable('hold_quota', 'hold quota', 'hold-1', provides='hold'),
        Does('boot', 'boot'),
        Does('report', 'report'))


def add():
    return linear_flow.Flow('add').add(
        Does('charge', 'charge', 'paid', provides='receipt'),
        Does('ship', 'ship', requires=['receipt']))


def for_each():
    def never_there(values):
        return values['zone'] == 'az-1'

    def dies(values):
        return values['zone'] == 'az-2' and world.WORLD.count('boot') < 3

    return linear_flow.Flow('for-each').add(
        linear_flow.Flow('zones', retry=retry.ForEach(
            ['az-1', 'az-2', 'az-3'], name='zones', provides='zone')).add(
                Undoable('allocate', 'allocate', lambda v, _: 'net in ' + v['zone'],
                         requires=['zone'], provides='net'),
                Undoable('boot', 'boot', requires=['zone', 'net'], fails=never_there, dies=dies)),
        Does('report', 'report', requires=['net']))


class NextZone(retry.Retry):
    """Goes on to the next zone for each failure of the task that it knows in its history."""

    ZONES = ['az-1', 'az-2', 'az-3']

    def __init__(self, task):
        super().__init__('zones', provides='zone')
        self.task = task

    def failures(self, history):
        return sum(name == self.task for name, _ in history.outcomes_iter())

    def execute(self, history):
        return self.ZONES[self.failures(history)]

    def on_failure(self, history):
        return retry.RETRY if self.failures(history) < len(self.ZONES) else retry.REVERT


def history():
    return linear_flow.Flow('history').add(
        linear_flow.Flow('zones', retry=NextZone('boot')).add(
            Undoable('boot', 'boot', requires=['zone'],
                     fails=lambda values: values['zone'] == 'az-1',
                     dies=lambda values: values['zone'] == 'az-2' and world.WORLD.count('boot') < 3)))


def reset():
    return linear_flow.Flow('reset').add(
        Does('get_token', 'get token', lambda _, n: 'token-%d' % n, provides='token'),
        Does('upload', 'upload', requires=['token']))


def template():
    deletes = [Undoable('delete_listener_in_db_' + i, 'delete ' + i[:4]) for i in LISTENERS]
    return linear_flow.Flow('template').add(
        Does('lock', 'lock'), *deletes, Does('unlock', 'unlock'))


def template_parts():
    def part(i):
        return linear_flow.Flow('delete-listener-' + i).add(
            Undoable('stop_' + i, 'stop ' + i[:4]),
            Undoable('delete_' + i, 'delete ' + i[:4]))

    return linear_flow.Flow('template-parts').add(
        Does('lock', 'lock'), *[part(i) for i in LISTENERS], Does('unlock', 'unlock'))


def nested():
    network = unordered_flow.Flow('network').add(
        Undoable('plug_vip', 'plug vip', 'vip-port', requires=['lb'], provides='vip'),
        Undoable('plug_mgmt', 'plug management', 'mgmt-port', requires=['lb'], provides='mgmt'))
    return linear_flow.Flow('nested').add(
        Does('load_lb', 'load', {'id': 'lb-1'}, requires=['lb_id'], provides='lb'),
        network,
        Does('mark_active', 'mark active', requires=['vip', 'mgmt']))


FLOWS = {f.__name__.replace('_', '-'): f for f in (
    rename, renamed_while_running, split, merge, value_map, drop, drop_hold, add, for_each, history, reset,
    template, template_parts, nested)}
FLOWS['vm-boot'] = before  # its database is that of the guide

STARTS = {
    'rename': {'store': {}, 'after': ['create_port']},
    'renamed-while-running': {'store': {}, 'after': []},
    'split': {'store': {}, 'after': ['allocate_network']},
    'merge': {'store': {}, 'after': ['reserve_cpu', 'reserve_ram']},
    'value-map': {'store': {}, 'after': ['measure']},
    'drop': {'store': {}, 'after': ['look_up_flavor']},
    'drop-hold': {'store': {}, 'after': ['hold_quota']},
    'add': {'store': {}, 'after': ['charge']},
    'for-each': {'store': {}, 'after': []},
    'history': {'store': {}, 'after': []},
    'reset': {'store': {}, 'after': ['get_token']},
    'template': {'store': {}, 'after': ['delete_listener_in_db_' + i for i in LISTENERS[:2]]},
    'template-parts': {'store': {}, 'after': ['lock', 'stop_' + LISTENERS[0], 'delete_' + LISTENERS[0],
                                              'stop_' + LISTENERS[1]]},
    'nested': {'store': {'lb_id': 'lb-1'}, 'after': ['load_lb', 'plug_vip', 'plug_mgmt']},
}

if __name__ == '__main__':
    world.main(FLOWS, STARTS)
