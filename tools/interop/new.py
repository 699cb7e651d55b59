"""The release that takes over: the same flows after somebody has worked on them."""

from taskflow import retry
from taskflow.patterns import graph_flow, linear_flow, unordered_flow

from old import LISTENERS, NextZone
from vm_boot import release as vm_boot
from world import Does, Undoable, main


def rename():
    """create_port is now called allocate_port."""
    return linear_flow.Flow('rename').add(
        Undoable('allocate_port', 'create port', lambda _, n: 'port-%d' % n, provides='port'),
        Does('attach_port', 'attach port', requires=['port']))


def renamed_while_running():
    """boot, which was running when the old process died, is now called start_server."""
    return linear_flow.Flow('renamed-while-running').add(
        Undoable('create_port', 'create port', 'port-1', provides='port'),
        Does('start_server', 'boot', 'up', requires=['port']),
        Does('report', 'report', requires=['port']))


def split():
    """allocate_network did two things; now two tasks do one each."""
    return linear_flow.Flow('split').add(
        Undoable('allocate_address', 'allocate address', lambda _, n: '10.0.0.%d' % n,
                 provides='address'),
        Does('choose_subnet', 'choose subnet', 'net-b', provides='subnet'),
        Does('announce', 'announce', requires=['address', 'subnet']))


def merge():
    """One reservation in place of two."""
    def reserved(_, n):
        return {'cpu': n * 4, 'ram': n * 512}

    return linear_flow.Flow('merge').add(
        Undoable('reserve', 'reserve both', reserved, provides={'cpu', 'ram'}),
        Does('boot', 'boot', requires=['cpu', 'ram']))


def value_map():
    """Sizes are in MiB where they were in GiB, and so both tasks are of version 2.0."""
    return linear_flow.Flow('value-map').add(
        Does('measure', 'measure', 10240, provides='size', version=(2, 0)),
        Does('resize', 'resize', requires=['size'], version=(2, 0)))


def drop():
    """The flavor is an input now; nobody looks it up any more."""
    return linear_flow.Flow('drop').add(Does('boot', 'boot', requires=['flavor']))


def drop_hold():
    """Quota is no longer held. This boot fails, so what was done has to be undone."""
    return linear_flow.Flow('drop-hold').add(
        Does('boot', 'boot', fails=lambda values: True),
        Does('report', 'report'))


def add():
    """Nothing is charged that was not checked before."""
    return linear_flow.Flow('add').add(
        Does('check', 'check', {'approval': 'ok'}, provides={'approval'}),
        Does('charge', 'charge', 'paid', provides='receipt'),
        Does('ship', 'ship', requires=['receipt', 'approval']))


def for_each():
    """Both tasks under the retry have other names. The second zone has room."""
    return linear_flow.Flow('for-each').add(
        linear_flow.Flow('zones', retry=retry.ForEach(
            ['az-1', 'az-2', 'az-3'], name='zones', provides='zone')).add(
                Undoable('allocate_network', 'allocate', lambda v, _: 'net in ' + v['zone'],
                         requires=['zone'], provides='net'),
                Undoable('start_server', 'boot', requires=['zone', 'net'])),
        Does('report', 'report', requires=['net']))


def history():
    """The same, with a retry that reads its history. Only the third zone has room."""
    return linear_flow.Flow('history').add(
        linear_flow.Flow('zones', retry=NextZone('start_server')).add(
            Undoable('start_server', 'boot', requires=['zone'],
                     fails=lambda values: values['zone'] != 'az-3')))


def reset():
    """The new upload does not take tokens of the old kind."""
    return linear_flow.Flow('reset').add(
        Does('get_token', 'get token', lambda _, n: 'token-%d' % n, provides='token'),
        Does('upload', 'upload', requires=['token'],
             fails=lambda values: values['token'] == 'token-1'))


def template():
    """delete_listener_in_db_<uuid> is now called remove_listener_<uuid>."""
    deletes = [Undoable('remove_listener_' + i, 'delete ' + i[:4]) for i in LISTENERS]
    return linear_flow.Flow('template').add(
        Does('lock', 'lock'), *deletes, Does('unlock', 'unlock'))


def template_parts():
    """Each listener has a part of the flow; there delete_<uuid> is now called remove_<uuid>."""
    def part(i):
        return linear_flow.Flow('remove-listener-' + i).add(
            Undoable('stop_' + i, 'stop ' + i[:4]),
            Undoable('remove_' + i, 'delete ' + i[:4]))

    return linear_flow.Flow('template-parts').add(
        Does('lock', 'lock'), *[part(i) for i in LISTENERS], Does('unlock', 'unlock'))


def nested():
    """A graph in an unordered flow, plug_vip under another name, and one more task at the end."""
    vip = graph_flow.Flow('vip').add(
        Undoable('plug_vip_port', 'plug vip', 'vip-port', requires=['lb'], provides='vip'))
    network = unordered_flow.Flow('network').add(
        vip, Undoable('plug_mgmt', 'plug management', 'mgmt-port', requires=['lb'], provides='mgmt'))
    return linear_flow.Flow('nested').add(
        Does('load_lb', 'load', {'id': 'lb-1'}, requires=['lb_id'], provides='lb'),
        network,
        Does('mark_active', 'mark active', requires=['vip', 'mgmt']),
        Does('notify', 'notify', requires=['lb']))


FLOWS = {f.__name__.replace('_', '-'): f for f in (
    rename, renamed_while_running, split, merge, value_map, drop, drop_hold, add, for_each, history, reset,
    template, template_parts, nested)}
FLOWS['vm-boot'] = vm_boot

if __name__ == '__main__':
    main(FLOWS)
