"""The graph over HTTP: SPARQL 1.1 Protocol, Graph Store Protocol (reading), descriptions, entities, named queries."""
