import { createServer } from 'node:http'

const goods = [
  { name: 'Teapot', price: 24 },
  { name: 'Cup', price: 6 },
]

createServer((_request, response) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(goods))
}).listen(Number(process.env.PORT))
