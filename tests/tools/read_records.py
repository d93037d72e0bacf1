"""Reads the records of a folder with pymarc and rdflib and prints what they found in them."""
import io
import json
import pathlib
import sys

import pymarc
import rdflib

folder = pathlib.Path(sys.argv[1])
(record,) = pymarc.parse_xml_to_array(io.BytesIO((folder / "record.xml").read_bytes()))
linked = [field for field in record.get_fields("880") if field["6"].startswith("100-")]

# The context is named by its address; nothing is fetched here, so that its one vocabulary stands in for it.
book = json.loads((folder / "record.jsonld").read_text(encoding="utf-8"))
book["@context"] = {"@vocab": "https://schema.org/"}
graph = rdflib.Graph().parse(data=json.dumps(book), format="json-ld")
schema = rdflib.Namespace("https://schema.org/")
(subject,) = [s for s in graph.subjects(rdflib.RDF.type, schema.Book) if (s, schema.author, None) in graph]
found = [record["100"]["a"], record["245"]["a"], record["020"]["a"], linked[0]["a"], str(graph.value(subject, schema.name))]
print("|".join(found))
