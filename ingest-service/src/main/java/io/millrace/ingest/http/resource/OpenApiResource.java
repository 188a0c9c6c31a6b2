package io.millrace.ingest.http.resource;

import java.util.List;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;

import io.millrace.contracts.registry.ContractCatalog;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import io.millrace.ingest.http.RequestContext;
import io.millrace.ingest.http.Responses;
import io.millrace.ingest.openapi.OpenApiDocument;
import io.vertx.ext.web.RoutingContext;

/** Serves the OpenAPI document, with the streams that the caller is authorised to read. */
@Path("/openapi")
public class OpenApiResource {
    private final ContractCatalog catalog;

    OpenApiResource(ContractCatalog catalog) {
        this.catalog = catalog;
    }

    /** The OpenAPI 3.1 document. */
    @GET
    public Response document(@Context RoutingContext context) {
        RequestContext exchange = new RequestContext(context);
        List<Contract> contracts = catalog.streams().values().stream().map(StreamContracts::latest)
                .filter(contract -> exchange.principal().mayRead(contract.stream().value()))
                .sorted(java.util.Comparator.comparing(Contract::stream)).toList();
        return Responses.ok(json -> OpenApiDocument.write(json, contracts, ApiOperations.ALL));
    }
}
