package io.ecslifeguard.cloud;

import com.aliyun.credentials.Client;
import com.aliyun.credentials.models.Config;
import com.aliyun.credentials.provider.URLCredentialProvider;
import com.aliyun.slb20140515.models.AddVServerGroupBackendServersRequest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** ECS and SLB as the gateways reach them at an endpoint, for tests of those who use them. */
public final class TestGateways implements AutoCloseable {

    private final CloudCalls calls;
    private final RecordedCalls log = new RecordedCalls();
    private final List<String> reserved = new CopyOnWriteArrayList<>();
    public final CloudConfig config;
    private final com.aliyun.slb20140515.Client sdk;
    public final Ecs ecs;
    public final Slb slb;
    public final GroupReader groupReader;
    public final OwnFleet ownFleet;

    public TestGateways(String endpoint, boolean dryRun) {
        this(dryRun ? TestCloudConfig.at(endpoint).asDryRun() : TestCloudConfig.at(endpoint), keys());
    }

    /** Of which no call can be signed. */
    public static TestGateways withoutCredentials(String endpoint) {
        var nowhere = URLCredentialProvider.builder()
                .credentialsURI("http://127.0.0.1:1/keys")
                .build();
        return new TestGateways(TestCloudConfig.at(endpoint), new Client(nowhere));
    }

    private static Client keys() {
        return new Client(
                new Config().setType("access_key").setAccessKeyId("test").setAccessKeySecret("test"));
    }

    private TestGateways(TestCloudConfig config, Client keys) {
        this.config = config;
        calls = new CloudCalls(config, log, RecordedCalls.NO_TALLY, (api, spacing, longest) -> {
            reserved.add(api);
            return RecordedCalls.NO_PACE.reserve(api, spacing, longest);
        });
        ecs = new Ecs(config, keys, calls);
        slb = new Slb(config, keys, calls);
        groupReader = new GroupReader(slb);
        ownFleet = new OwnFleet(config);
        try {
            sdk = new com.aliyun.slb20140515.Client(
                    Endpoint.of(config.slbEndpoint(), "slb", "cn-hangzhou").sdkConfig(config, keys));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Such as ask for slots, each of which is now. */
    public static TestGateways paced(String endpoint) {
        return new TestGateways(TestCloudConfig.at(endpoint).paced(), keys());
    }

    /** Puts a network interface into a vServer group. */
    public void add(String group, String eni, String address, int port) {
        try {
            var unused = sdk.addVServerGroupBackendServers(new AddVServerGroupBackendServersRequest()
                    .setRegionId("cn-hangzhou")
                    .setVServerGroupId(group)
                    .setBackendServers(
                            "[{\"ServerId\":\"%s\",\"ServerIp\":\"%s\",\"Type\":\"eni\",\"Port\":\"%d\",\"Weight\":\"100\"}]"
                                    .formatted(eni, address, port)));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The calls with an effect that were made, or in a dry run told, as API and target. */
    public List<String> effects() {
        return log.told().stream()
                .filter(CallLog.Intent.class::isInstance)
                .map(CallLog.Intent.class::cast)
                .map(intent -> intent.api() + " " + intent.target())
                .toList();
    }

    /** The APIs of the slots that were reserved. */
    public List<String> reserved() {
        return List.copyOf(reserved);
    }

    @Override
    public void close() {
        calls.close();
    }
}
