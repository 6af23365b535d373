package io.ecslifeguard.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** An OpenID Connect provider, as far as those need it who look at its tokens. */
final class TokenIssuer implements AutoCloseable {

    private final KeyPair keys = newKeys();
    private final HttpServer server;

    TokenIssuer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        serve(
                "/.well-known/openid-configuration",
                new JsonObject().put("issuer", url()).put("jwks_uri", url() + "/keys"));
        var key = (RSAPublicKey) keys.getPublic();
        serve(
                "/keys",
                new JsonObject()
                        .put(
                                "keys",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("kty", "RSA")
                                                .put("kid", "1")
                                                .put("alg", "RS256")
                                                .put("use", "sig")
                                                .put("n", number(key.getModulus()))
                                                .put("e", number(key.getPublicExponent())))));
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What it would claim of somebody with these roles. */
    JsonObject claims(String name, String... roles) {
        var now = Instant.now().getEpochSecond();
        return new JsonObject()
                .put("iss", url())
                .put("aud", "ecs-lifeguard")
                .put("sub", "id-of-" + name)
                .put("preferred_username", name)
                .put("iat", now)
                .put("exp", now + 300)
                .put("realm", new JsonObject().put("roles", new JsonArray(List.of(roles))));
    }

    String token(JsonObject claims) {
        return signed(claims, keys.getPrivate());
    }

    /** As somebody would send it who does not have the issuer's key. */
    static String forged(JsonObject claims) {
        return signed(claims, newKeys().getPrivate());
    }

    /** As somebody would send it who hopes that nobody looks. */
    static String unsigned(JsonObject claims) {
        return part(new JsonObject().put("alg", "none")) + "." + part(claims) + ".";
    }

    private static String signed(JsonObject claims, PrivateKey key) {
        var told = part(new JsonObject().put("alg", "RS256").put("kid", "1").put("typ", "JWT")) + "." + part(claims);
        try {
            var signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(told.getBytes(UTF_8));
            return told + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private static String part(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(UTF_8));
    }

    private static String number(BigInteger value) {
        var bytes = value.toByteArray();
        var from = bytes[0] == 0 ? 1 : 0;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private static KeyPair newKeys() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private void serve(String path, JsonObject body) {
        var bytes = body.encode().getBytes(UTF_8);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
