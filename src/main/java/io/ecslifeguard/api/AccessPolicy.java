package io.ecslifeguard.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.HttpSecurityPolicy;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;

/** Lets in whoever may read or change, whatever the path: the resources and their description. */
@ApplicationScoped
class AccessPolicy implements HttpSecurityPolicy {

    private static final Logger LOG = Logger.getLogger(AccessPolicy.class);
    private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

    private final ApiConfig config;
    private final Access access;
    private final Passwords passwords;

    AccessPolicy(ApiConfig config, Access access, Passwords passwords) {
        this.config = config;
        this.access = access;
        this.passwords = passwords;
    }

    @Override
    public Uni<CheckResult> checkPermission(
            RoutingContext request, Uni<SecurityIdentity> identity, AuthorizationRequestContext context) {
        var changing = !READING.contains(request.request().method());
        if (changing && isOfAnotherSite(request.request())) {
            return Uni.createFrom()
                    .failure(Refusal.forbidden("A page of another site may change nothing here, whoever looks at it"));
        }
        if (access.isOpen()) {
            return access.isOfThisMachine(request.request().getHeader(HttpHeaders.HOST))
                    ? CheckResult.permit()
                    : Uni.createFrom()
                            .failure(Refusal.forbidden("While nobody is set who may use it, the API is asked for as"
                                    + " localhost: a page of another name may have led a browser here"));
        }
        return known(request, identity).map(known -> {
            if (known.role().isEmpty()) {
                throw Refusal.forbidden(known.name() + " has none of the roles that may read: "
                        + String.join(", ", config.oidc().viewers()));
            }
            if (changing && known.role().get() != ApiConfig.Role.OPERATOR) {
                throw Refusal.forbidden(known.name() + " may read; only an operator may change something");
            }
            Caller.set(request, known.name());
            return CheckResult.PERMIT;
        });
    }

    private Uni<Known> known(RoutingContext request, Uni<SecurityIdentity> identity) {
        var credentials = request.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (credentials != null && access.hasUsers() && credentials.regionMatches(true, 0, "Basic ", 0, 6)) {
            return byPassword(request, credentials.substring(6).strip());
        }
        if (credentials != null && access.hasOidc() && credentials.regionMatches(true, 0, "Bearer ", 0, 7)) {
            return byToken(request, identity);
        }
        return stranger(
                "The API tells only those who say who they are: send credentials, as WWW-Authenticate asks for");
    }

    private Uni<Known> byPassword(RoutingContext request, String encoded) {
        var pair = decoded(encoded);
        var colon = pair.indexOf(':');
        if (colon < 1) {
            return stranger("The credentials are no name and password as HTTP Basic has them");
        }
        var name = pair.substring(0, colon);
        return passwords
                .check(Sender.of(request.request()), name, pair.substring(colon + 1))
                .chain(role -> role.isPresent()
                        ? Uni.createFrom().item(new Known(name, role))
                        : stranger("The name or the password is wrong"));
    }

    private Uni<Known> byToken(RoutingContext request, Uni<SecurityIdentity> identity) {
        // it would answer in its own form
        var unused = request.remove(QuarkusHttpUser.AUTH_FAILURE_HANDLER);
        return identity.chain(found -> found.isAnonymous()
                        ? this.<Known>stranger("The token is not valid")
                        : Uni.createFrom().item(new Known(found.getPrincipal().getName(), role(found))))
                .onFailure(failure -> !(failure instanceof Refusal))
                // what is wrong with a token is for the log: whoever sends it may have made it up
                .recoverWithUni(failure -> {
                    if (failure instanceof AuthenticationFailedException) {
                        LOG.debugf(failure, "A token is refused");
                        return stranger("The token is not valid here, or not valid any more");
                    }
                    LOG.warnf(
                            "Tokens cannot be looked at: %s; see whether %s can be reached (LIFEGUARD_API_OIDC_ISSUER)",
                            failure, config.oidc().issuer().orElse(""));
                    return Uni.createFrom()
                            .failure(
                                    Refusal.unavailable("The issuer of tokens cannot be asked: try again in a moment"));
                });
    }

    private Optional<ApiConfig.Role> role(SecurityIdentity identity) {
        if (config.oidc().operators().stream().anyMatch(identity::hasRole)) {
            return Optional.of(ApiConfig.Role.OPERATOR);
        }
        return config.oidc().viewers().stream().anyMatch(identity::hasRole)
                ? Optional.of(ApiConfig.Role.VIEWER)
                : Optional.empty();
    }

    private <T> Uni<T> stranger(String detail) {
        return Uni.createFrom().failure(Refusal.unauthorized(detail, access.challenge()));
    }

    private static String decoded(String encoded) {
        try {
            return new String(Base64.getDecoder().decode(encoded), UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return "";
        }
    }

    /** A browser sends along what it knows of whoever sits before it, whichever page makes it send a request. */
    private static boolean isOfAnotherSite(HttpServerRequest request) {
        var site = request.getHeader("Sec-Fetch-Site");
        if (site != null) {
            return !site.equals("same-origin") && !site.equals("none");
        }
        var origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null && !authority(origin).equals(request.getHeader(HttpHeaders.HOST));
    }

    private static String authority(String origin) {
        try {
            return String.valueOf(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException none) {
            return "";
        }
    }

    /** Somebody who has shown who it is. */
    private record Known(String name, Optional<ApiConfig.Role> role) {}
}
