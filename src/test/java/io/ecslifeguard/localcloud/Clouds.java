package io.ecslifeguard.localcloud;

import com.aliyun.mns.client.MNSClient;
import com.aliyun.mns.client.MNSClientBuilder;
import com.aliyun.mns.common.auth.SignVersion;
import com.aliyun.mns.common.http.ClientConfiguration;
import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Product;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** Local clouds and clients for tests. */
final class Clouds {

    static final LocalCloudOptions OPTIONS = LocalCloudOptions.DEFAULT.withPort(0);

    private Clouds() {}

    static LocalCloud start() {
        return LocalCloud.start(OPTIONS);
    }

    /** With a product that gives its parameters back, in place of ECS. */
    static LocalCloud withEcho(LocalCloudOptions options) {
        return LocalCloud.start(
                options, (time, sink, given) -> new LocalCloud.Parts(List.of(new Echo()), List.of(), ignored -> {}));
    }

    static MNSClient client(LocalCloud cloud) {
        return client(cloud, "test", "test", null, SignVersion.V2);
    }

    static MNSClient client(LocalCloud cloud, String id, String secret, String token, SignVersion version) {
        var configuration = new ClientConfiguration();
        configuration.setSignatureVersion(version);
        // clients are shared by equal configurations: a port of its own makes this one distinct
        configuration.setMaxConnections(1000 + cloud.port() % 1000);
        return MNSClientBuilder.create()
                .accessKeyId(id)
                .accessKeySecret(secret)
                .securityToken(token)
                .accountEndpoint("http://127.0.0.1:" + cloud.port())
                .region("cn-hangzhou")
                .clientConfiguration(configuration)
                .build();
    }

    static final class Echo implements Product {
        @Override
        public String version() {
            return "2014-05-26";
        }

        @Override
        public JsonObject call(io.ecslifeguard.localcloud.core.ApiCall call) {
            return switch (call.action()) {
                case "StartInstance" -> new JsonObject();
                case "DescribeInstances" ->
                    new JsonObject()
                            .put("TotalCount", 1)
                            .put(
                                    "Instances",
                                    new JsonObject()
                                            .put(
                                                    "Instance",
                                                    new JsonArray()
                                                            .add(new JsonObject()
                                                                    .put("InstanceId", call.get("InstanceIds"))
                                                                    .put("InstanceName", call.get("InstanceName")))));
                default ->
                    throw new ApiError(
                            404,
                            "InvalidAction.NotFound",
                            "Specified api is not found, please check your url and method.");
            };
        }
    }
}
