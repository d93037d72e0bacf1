// Opens an EPUB in epub.js in a headless browser and prints, as JSON, how its text runs: measured from the boxes of characters,
// not from what the style sheet claims.  node reader.mjs FOLDER_OF_NODE_MODULES FILE.epub
import { createRequire } from 'node:module'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const [modules, file] = process.argv.slice(2)
const { chromium } = createRequire(join(modules, 'resolve.js'))('playwright-core')
const page_of_viewer = `<!DOCTYPE html><meta charset="utf-8"><div id="view"></div>
<script src="/jszip.js"></script><script src="/epub.js"></script>`
const answers = {
  '/': ['text/html', () => page_of_viewer],
  '/jszip.js': ['text/javascript', () => readFileSync(join(modules, 'jszip/dist/jszip.min.js'))],
  '/epub.js': ['text/javascript', () => readFileSync(join(modules, 'epubjs/dist/epub.min.js'))],
  '/book.epub': ['application/epub+zip', () => readFileSync(file)],
}
const server = createServer((request, response) => {
  const answer = answers[new URL(request.url, 'http://localhost').pathname]
  response.writeHead(answer ? 200 : 404, { 'content-type': answer ? answer[0] : 'text/plain' })
  response.end(answer ? answer[1]() : '')
})
await new Promise(done => server.listen(0, '127.0.0.1', done))
const flags = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking']
const browser = await chromium.launch({ executablePath: process.env.CHROME || '/usr/bin/chromium', args: flags, timeout: 120000 })
try {
  const page = await browser.newPage({ viewport: { width: 600, height: 800 } })
  const errors = []
  page.on('pageerror', error => errors.push(String(error)))
  await page.goto(`http://127.0.0.1:${server.address().port}/`)
  const facts = await page.evaluate(async () => {
    const book = ePub(await (await fetch('/book.epub')).arrayBuffer())
    const view = book.renderTo('view', { width: 600, height: 800, spread: 'none' })
    await book.ready
    const facts = { direction: book.package.metadata.direction || '', pageList: book.pageList.pages.length, fonts: [], documents: [] }
    // The direction of the step from each Han character to the next inside one line, the side on which the next line stands when
    // text goes on in it, and which family the style asks for first. Figures and listings are horizontal in every edition.
    const measure = (document_, facts) => {
      const walker = document_.createTreeWalker(document_.body, NodeFilter.SHOW_TEXT)
      let before = null
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        if (node.parentElement.closest('rt, rp, figure, pre')) continue
        for (let at = 0; at < node.length; at++) {
          if (!/\p{Script=Han}/u.test(node.data[at])) { before = null; continue }
          const family = getComputedStyle(node.parentElement).fontFamily.split(',')[0].replaceAll('"', '')
          facts.families[family] = (facts.families[family] || 0) + 1
          const range = document_.createRange()
          range.setStart(node, at)
          range.setEnd(node, at + 1)
          const box = range.getBoundingClientRect()
          if (before && Math.abs(box.x - before.x) < 2 && box.y > before.y + 2) facts.down++
          if (before && Math.abs(box.y - before.y) < 2 && box.x > before.x + 2) facts.right++
          if (before && box.y < before.y - 40 && box.x < before.x - 2) facts.to_the_left++
          if (before && box.x < before.x - 40 && box.y > before.y + 2) facts.below++
          before = box
        }
        before = null
      }
    }
    for (const item of book.spine.spineItems) {
      await view.display(item.href)
      for (const contents of view.getContents()) {
        await contents.document.fonts.ready
        const steps = { href: item.href, down: 0, right: 0, to_the_left: 0, below: 0, families: {} }
        measure(contents.document, steps)
        facts.documents.push(steps)
        for (const font of contents.document.fonts) if (font.status === 'loaded') facts.fonts.push(font.family)
      }
    }
    return facts
  })
  facts.fonts = [...new Set(facts.fonts)]
  console.log(JSON.stringify({ ...facts, errors }))
} finally {
  await browser.close()
  server.close()
}
