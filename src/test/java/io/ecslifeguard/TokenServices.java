package io.ecslifeguard;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * Where RAM roles get their keys: STS, and the metadata service of ECS in its hardened form, with keys of the local cloud. The
 * vendor's client knows only their real addresses, so that it is led here by the proxy settings of its process.
 */
final class TokenServices implements AutoCloseable {

    private static final String PASSWORD = "changeit";

    private final String cloud;
    private final int lifetime;
    private final Path store;
    private final HttpsServer sts;
    private final HttpServer metadata;
    private final ServerSocket proxy;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    final Set<String> metadataTokens = ConcurrentHashMap.newKeySet();
    final List<String> oidcTokens = new CopyOnWriteArrayList<>();
    final List<String> refusedByMetadata = new CopyOnWriteArrayList<>();

    /**
     * @param cloud the local cloud's URL
     * @param lifetime of each key, in seconds
     */
    TokenServices(String cloud, int lifetime) {
        this.cloud = cloud;
        this.lifetime = lifetime;
        try {
            store = Files.createTempDirectory("token-services-").resolve("sts.p12");
            certify(store);
            var loopback = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            sts = HttpsServer.create(loopback, 0);
            sts.setHttpsConfigurator(new HttpsConfigurator(tls(store)));
            sts.createContext("/", this::assumeRole);
            sts.setExecutor(threads);
            sts.start();
            metadata = HttpServer.create(loopback, 0);
            metadata.createContext("/", this::metadata);
            metadata.setExecutor(threads);
            metadata.start();
            proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            threads.execute(this::accept);
        } catch (IOException | GeneralSecurityException | InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The system properties that lead a service here. */
    List<String> properties() {
        return List.of(
                "-Dhttps.proxyHost=127.0.0.1",
                "-Dhttps.proxyPort=" + proxy.getLocalPort(),
                "-Dhttp.proxyHost=127.0.0.1",
                "-Dhttp.proxyPort=" + metadata.getAddress().getPort(),
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + PASSWORD);
    }

    private void assumeRole(HttpExchange exchange) throws IOException {
        var form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        var token = Arrays.stream(form.split("&"))
                .filter(pair -> pair.startsWith("OIDCToken="))
                .map(pair -> URLDecoder.decode(pair.substring(10), UTF_8))
                .findFirst()
                .orElse("");
        oidcTokens.add(token);
        if (!exchange.getRequestURI().getQuery().contains("Action=AssumeRoleWithOIDC") || token.contains("expired")) {
            answer(
                    exchange,
                    400,
                    "{\"Code\":\"AuthenticationFail.OIDCToken.Expired\",\"Message\":\"The token has expired.\"}");
            return;
        }
        var key = key();
        key.remove("Code");
        answer(
                exchange,
                200,
                new JsonObject().put("RequestId", "R-1").put("Credentials", key).encode());
    }

    /** @see <a href="https://www.alibabacloud.com/help/en/ecs/user-guide/view-instance-metadata">Security hardening mode</a> */
    private void metadata(HttpExchange exchange) throws IOException {
        var path = exchange.getRequestURI().getPath();
        if (exchange.getRequestMethod().equals("PUT") && path.equals("/latest/api/token")) {
            var token = "token-" + metadataTokens.size();
            metadataTokens.add(token);
            answer(exchange, 200, token);
        } else if (!metadataTokens.contains(
                String.valueOf(exchange.getRequestHeaders().getFirst("X-aliyun-ecs-metadata-token")))) {
            refusedByMetadata.add(path);
            answer(exchange, 403, "");
        } else if (path.equals("/latest/meta-data/ram/security-credentials/")) {
            answer(exchange, 200, "lifeguard-role");
        } else {
            answer(exchange, 200, key().encode());
        }
    }

    /** As a credentials URI has it: so has the metadata service. */
    private JsonObject key() throws IOException {
        try {
            var request = HttpRequest.newBuilder(URI.create(cloud + "/localcloud/keys/sts?seconds=" + lifetime))
                    .build();
            return new JsonObject(HttpClient.newHttpClient()
                    .send(request, HttpResponse.BodyHandlers.ofString())
                    .body());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        var bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    /** Whatever a client wants to be connected to, it is connected to STS. */
    private void accept() {
        while (!proxy.isClosed()) {
            try {
                var client = proxy.accept();
                threads.execute(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                var server = new Socket(
                        InetAddress.getLoopbackAddress(), sts.getAddress().getPort())) {
            var head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            client.getOutputStream().write("HTTP/1.1 200 Connection established\r\n\r\n".getBytes(UTF_8));
            threads.execute(() -> copy(client, server));
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ended) {
            // with the connection
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            in.transferTo(out);
        } catch (IOException ended) {
            // with the connection
        }
    }

    private static void certify(Path store) throws IOException, InterruptedException, GeneralSecurityException {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "sts",
                "-keyalg",
                "RSA",
                "-dname",
                "CN=sts.aliyuncs.com",
                "-ext",
                "san=dns:sts.aliyuncs.com",
                "-ext",
                "bc:c",
                "-keystore",
                store.toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD);
        var made = new ProcessBuilder(command).redirectErrorStream(true).start();
        var said = new String(made.getInputStream().readAllBytes(), UTF_8);
        if (made.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
        // trusted as well as shown
        var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        keys.setCertificateEntry("trusted", keys.getCertificate("sts"));
        try (var out = Files.newOutputStream(store)) {
            keys.store(out, PASSWORD.toCharArray());
        }
    }

    private static SSLContext tls(Path store) throws IOException, GeneralSecurityException {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    @Override
    public void close() {
        try {
            proxy.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        sts.stop(0);
        metadata.stop(0);
        threads.shutdownNow();
    }
}
