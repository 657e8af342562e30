"""libtorrent as a client: seeds or downloads a torrent until it is interrupted, or joins the DHT.

    with_libtorrent.py torrent FILE FOLDER ADDRESS
    with_libtorrent.py dht ADDRESS:PORT ENTRY:PORT HASH PORT      announces, prints the peers that it finds
"""

import signal
import sys
import time

import libtorrent as lt

QUIET = {
    "enable_lsd": False,
    "enable_upnp": False,
    "enable_natpmp": False,
    "enable_incoming_utp": False,
    "enable_outgoing_utp": False,
    "allow_multiple_connections_per_ip": True,
}


def torrent(file, folder, address):
    session = lt.session({**QUIET, "enable_dht": False, "listen_interfaces": f"{address}:6881",
                          "outgoing_interfaces": address})
    parameters = lt.add_torrent_params()
    parameters.ti, parameters.save_path = lt.torrent_info(file), folder
    handle = session.add_torrent(parameters)
    ended = []
    signal.signal(signal.SIGINT, lambda *_: ended.append(True))
    while not ended:
        time.sleep(0.1)
    handle.pause()
    time.sleep(1)


def dht(address, entry, info_hash, own_port):
    host, entry_port = entry.split(":")
    session = lt.session({**QUIET, "enable_dht": True, "listen_interfaces": address,
                          "dht_restrict_routing_ips": False, "dht_restrict_search_ips": False,
                          "dht_ignore_dark_internet": False, "dht_bootstrap_nodes": "",
                          "alert_mask": lt.alert_category.dht_operation})
    session.add_dht_node((host, int(entry_port)))
    found = set()
    hash_ = lt.sha1_hash(bytes.fromhex(info_hash))
    while True:
        session.dht_announce(hash_, int(own_port), 0)
        session.dht_get_peers(hash_)
        time.sleep(1)
        for alert in session.pop_alerts():
            if isinstance(alert, lt.dht_get_peers_reply_alert):
                for peer in (f"{host}:{port}" for host, port in alert.peers()):
                    if peer not in found:
                        found.add(peer)
                        print(peer, flush=True)


{"torrent": torrent, "dht": dht}[sys.argv[1]](*sys.argv[2:])
