package io.ecslifeguard.history;

import static org.eclipse.microprofile.openapi.models.media.Schema.SchemaType.INTEGER;
import static org.eclipse.microprofile.openapi.models.media.Schema.SchemaType.OBJECT;
import static org.eclipse.microprofile.openapi.models.media.Schema.SchemaType.STRING;

import java.util.List;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/** Describes what all operations have in common and no resource says: how they refuse, and who may call. */
public final class CommonAnswers implements OASFilter {

    private static final String PROBLEM = "Problem";
    private static final String PASSWORD = "password";
    private static final String TOKEN = "token";

    @Override
    public void filterOpenAPI(OpenAPI api) {
        api.getComponents()
                .addSchema(PROBLEM, problem())
                .addResponse(
                        PROBLEM,
                        OASFactory.createAPIResponse()
                                .description("Why the request is not answered (RFC 9457)")
                                .content(OASFactory.createContent()
                                        .addMediaType(
                                                "application/problem+json",
                                                OASFactory.createMediaType()
                                                        .schema(OASFactory.createSchema()
                                                                .ref("#/components/schemas/" + PROBLEM)))))
                .addSecurityScheme(PASSWORD, http("basic", "Where users are set (lifeguard.api.users)"))
                .addSecurityScheme(TOKEN, http("bearer", "Where an issuer is set (lifeguard.api.oidc.issuer)"));
        // the first: where nobody is set, and only the machine itself is answered
        api.setSecurity(List.of(
                OASFactory.createSecurityRequirement(),
                OASFactory.createSecurityRequirement().addScheme(PASSWORD),
                OASFactory.createSecurityRequirement().addScheme(TOKEN)));
        api.getPaths()
                .getPathItems()
                .values()
                .forEach(path -> path.getOperations().values().forEach(CommonAnswers::addProblem));
    }

    private static void addProblem(Operation operation) {
        operation.getResponses().removeAPIResponse("400");
        operation
                .getResponses()
                .addAPIResponse("default", OASFactory.createAPIResponse().ref("#/components/responses/" + PROBLEM));
    }

    private static Schema problem() {
        return OASFactory.createSchema()
                .addType(OBJECT)
                .addProperty("type", property(STRING, "Always about:blank"))
                .addProperty("title", property(STRING, "The status in words"))
                .addProperty("status", property(INTEGER, "The HTTP status"))
                .addProperty("detail", property(STRING, "What is wrong and what to do"))
                .addProperty("parameter", property(STRING, "The parameter, or the field of the body, that is wrong"))
                .required(List.of("type", "title", "status", "detail"));
    }

    private static Schema property(Schema.SchemaType type, String description) {
        return OASFactory.createSchema().addType(type).description(description);
    }

    private static SecurityScheme http(String scheme, String description) {
        return OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(scheme)
                .description(description);
    }
}
