// What WebTorrent is made of: trackers, browsers and nodes, from npm.
//
//     webtorrent.mjs tracker ADDRESS PORT          HTTP, UDP and WebSocket, until killed; no
//                                              torrents whose hash begins with 00
//     webtorrent.mjs browser URL HASH NAME         prints what it gets from the other one
//     webtorrent.mjs dht ADDRESS PORT ENTRY HASH PEER_PORT   announces, prints the peers that it finds

import { Client, Server } from 'bittorrent-tracker'
import DHT from 'bittorrent-dht'
import wrtc from '@roamhq/wrtc'

const tracker = (address, port) => {
  const filter = (infoHash, _, done) => done(infoHash.startsWith('00') ? new Error('torrent not allowed') : null)
  const server = new Server({ http: true, udp: true, ws: true, filter })
  server.listen(Number(port), { http: address, udp4: address, udp6: '::1' })
}

const browser = (url, infoHash, name) => {
  const peerId = Buffer.from(`-WW0208-${name}`.padEnd(20, '.')).toString('hex')
  const client = new Client({ infoHash, peerId, announce: [url], port: 6881, wrtc })
  client.on('warning', error => console.error(name, error.message))
  client.on('update', () => console.error(name, 'is answered'))
  client.on('peer', peer => {
    peer.on('connect', () => peer.send(`hello of ${name}`))
    peer.on('data', data => console.log(Buffer.from(data).toString()))
    peer.on('error', error => console.error(name, error.message))
  })
  client.start()
  setInterval(() => client.update(), 6000)
}

const dht = (address, port, entry, infoHash, peerPort) => {
  const node = new DHT({ bootstrap: [entry] })
  const found = new Set()
  node.on('peer', peer => {
    const text = `${peer.host}:${peer.port}`
    if (!found.has(text)) console.log(text)
    found.add(text)
  })
  node.listen(Number(port), address, () => setInterval(() => {
    node.announce(infoHash, Number(peerPort), () => node.lookup(infoHash))
  }, 1000))
}

const [what, ...rest] = process.argv.slice(2)
const commands = { tracker, browser, dht }
commands[what](...rest)
