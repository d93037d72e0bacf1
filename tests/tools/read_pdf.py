"""The text of each page of a PDF as PDFium takes it, as a list in JSON."""

import json
import sys

import pypdfium2

document = pypdfium2.PdfDocument(sys.argv[1])
print(json.dumps([page.get_textpage().get_text_range() for page in document]))
