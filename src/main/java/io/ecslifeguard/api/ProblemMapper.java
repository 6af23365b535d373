package io.ecslifeguard.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Answers failures as problem+json, and never with a stack trace. */
class ProblemMapper {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class);

    @ServerExceptionMapper
    Response refused(Refusal refusal) {
        var response = Response.fromResponse(answer(refusal.problem()));
        refusal.headers().forEach(response::header);
        return response.build();
    }

    @ServerExceptionMapper
    Response noSuchPath(NotFoundException failure) {
        return answer(Problem.of(404, "There is nothing at this path; /q/openapi tells what there is"));
    }

    @ServerExceptionMapper
    Response refused(WebApplicationException failure) {
        var original = failure.getResponse();
        var status = original.getStatus();
        var response = Response.fromResponse(answer(Problem.of(status, detail(failure))));
        var allowed = original.getHeaderString(HttpHeaders.ALLOW);
        return allowed == null
                ? response.build()
                : response.header(HttpHeaders.ALLOW, allowed).build();
    }

    private static String detail(WebApplicationException failure) {
        if (failure.getCause() instanceof JsonProcessingException noJson && noJson.getLocation() != null) {
            return "The body is not JSON that can be read, at line %d, column %d"
                    .formatted(
                            noJson.getLocation().getLineNr(),
                            noJson.getLocation().getColumnNr());
        }
        return failure.getMessage();
    }

    /** A body that is JSON and still not what is asked for; what is not JSON at all comes as a WebApplicationException. */
    @ServerExceptionMapper
    Response misread(MismatchedInputException failure) {
        var field = failure.getPath().stream()
                .map(reference ->
                        reference.getFieldName() == null ? "[" + reference.getIndex() + "]" : reference.getFieldName())
                .collect(Collectors.joining("."));
        var detail = field.isEmpty()
                ? "The body is not a JSON object as /q/openapi describes it"
                : failure instanceof UnrecognizedPropertyException unknown
                        ? "There is no field of this name; known are " + unknown.getKnownPropertyIds()
                        : field + " has a value that cannot be read; /q/openapi describes what it may be";
        return answer(Problem.of(400, detail, field.isEmpty() ? null : field));
    }

    @ServerExceptionMapper
    Response unexpected(Throwable failure) {
        // What the driver says is for the log: the answer says what an operator can do.
        var meaning = DatabaseFailure.meaning(failure);
        if (meaning.isPresent()) {
            return refused(meaning.get());
        }
        LOG.error("A request failed for a reason that is not its own", failure);
        return answer(Problem.of(500, "The service has failed at this; its log says why, at this time"));
    }

    private static Response answer(Problem problem) {
        return Response.status(problem.status())
                .type(Problem.MEDIA_TYPE)
                .entity(problem)
                .build();
    }
}
