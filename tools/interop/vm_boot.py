"""The flow of docs/guide/taskflow.md, in the release that is replaced and in the one that takes over.

It boots a virtual machine. The database of the guide was written by TaskFlow, with the flow stopped after
its addresses were got. In the new release

* get_my_ips is called reserve_ips,
* allocate_my_volumes gives objects in place of paths, so it is of version 2.0,
* allocate_again, which nobody needed, is gone,
* fetch_net_settings and write_net_settings, neither of which has run, are one task,
* notify is new.
"""

from taskflow.patterns import graph_flow, linear_flow, unordered_flow

from world import Does, Undoable


def images():
    return linear_flow.Flow('images').add(
        Does('locate_images', 'locate images', {}, requires=['spec'], provides='locations'),
        Does('download_images', 'download images', [], requires=['locations', 'mirror'],
             inject={'mirror': 'http://mirror.example.org/'}, provides='images'))


def encryption():
    wanted = Does('encryption_wanted', 'ask', {}, requires=['spec'], provides='encryption')
    encrypt = Does('encrypt_disks', 'encrypt disks', requires=['spec'])
    return graph_flow.Flow('encryption').add(wanted, encrypt).link(
        wanted, encrypt, decider=lambda history: False)


def addresses(name):
    return Undoable(name, 'reserve addresses', lambda _, n: ['192.168.0.%d' % (7 + n)],
                    requires=['spec'], provides='ips')


def start():
    return [Does('define_spec', 'define spec', {}, requires=['flavor'], provides='spec'),
            Does('all_types', 'try types', {})]


def boot(*requires):
    return Does('boot-it', 'boot', requires=['spec', 'images', 'volumes', *requires, 'az'],
                inject={'az': 'nova'})


def before():
    volumes = linear_flow.Flow('volumes').add(
        Undoable('allocate_my_volumes', 'allocate volumes', ['/dev/vda1'], requires=['spec'],
                 provides='volumes'),
        Undoable('allocate_again', 'allocate more', ['/dev/vda1'], requires=['spec'], provides='more'))
    return linear_flow.Flow('vm-boot').add(
        *start(),
        unordered_flow.Flow('prepare').add(images(), volumes, encryption()),
        linear_flow.Flow('network').add(
            addresses('get_my_ips'),
            Does('fetch_net_settings', 'fetch', 'dhcp', requires=['ips'], provides='net_settings'),
            Does('write_net_settings', 'configure', requires=['net_settings'])),
        boot('ips'))


def release():
    volumes = Undoable('allocate_my_volumes', 'allocate volumes', [{'path': '/dev/vda1', 'mode': 'rw'}],
                       requires=['spec'], provides='volumes', version=(2, 0))
    return linear_flow.Flow('vm-boot').add(
        *start(),
        unordered_flow.Flow('prepare').add(images(), volumes, encryption()),
        linear_flow.Flow('network').add(
            addresses('reserve_ips'),
            Does('configure_network', 'configure', requires=['ips'])),
        boot('ips'),
        Does('notify', 'notify', requires=['ips']))
