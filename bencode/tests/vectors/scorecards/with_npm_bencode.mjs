// bencode (npm): https://www.npmjs.com/package/bencode
import { readFileSync } from 'node:fs'
import bencode from 'bencode'

let value
try {
  value = bencode.decode(readFileSync(0))
} catch {
  process.exit(1)
}
process.stdout.write(bencode.encode(value))
