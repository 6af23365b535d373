package io.ecslifeguard.localcloud.slb;

import static org.assertj.core.api.Assertions.assertThat;

import com.aliyun.slb20140515.models.AddBackendServersResponseBody;
import com.aliyun.slb20140515.models.DescribeLoadBalancerAttributeResponseBody;
import com.aliyun.slb20140515.models.DescribeLoadBalancersResponseBody;
import com.aliyun.slb20140515.models.RemoveBackendServersResponseBody;
import com.aliyun.slb20140515.models.SetBackendServersResponseBody;
import io.ecslifeguard.localcloud.ecs.TestCloud;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadBalancersTest {

    private final TestCloud cloud = new TestCloud();
    private String a;
    private String balancer;

    @BeforeEach
    void build() {
        a = cloud.running("a", false);
        var created = (JsonObject) cloud.control(
                "POST",
                "loadbalancers",
                new JsonObject()
                        .put("name", "front")
                        .put("listeners", new JsonArray().add(80).add(443))
                        .put("tags", new JsonObject().put("team", "web")));
        balancer = created.getString("id");
    }

    @Test
    void keepsADefaultGroupAsTheSdkReadsIt() throws Exception {
        // Given
        var server = "[{\"ServerId\":\"%s\",\"Weight\":\"%s\",\"Type\":\"ecs\"}]";

        // When
        var added = cloud.read(
                cloud.slb(
                        "AddBackendServers", "LoadBalancerId", balancer, "BackendServers", server.formatted(a, "100")),
                new AddBackendServersResponseBody());
        var set = cloud.read(
                cloud.slb("SetBackendServers", "LoadBalancerId", balancer, "BackendServers", server.formatted(a, "0")),
                new SetBackendServersResponseBody());
        var read = cloud.read(
                cloud.slb("DescribeLoadBalancerAttribute", "LoadBalancerId", balancer),
                new DescribeLoadBalancerAttributeResponseBody());
        var removed = cloud.read(
                cloud.slb("RemoveBackendServers", "LoadBalancerId", balancer, "BackendServers", "[\"" + a + "\"]"),
                new RemoveBackendServersResponseBody());

        // Then
        assertThat(added.getLoadBalancerId()).isEqualTo(balancer);
        assertThat(added.getBackendServers().getBackendServer().get(0).getWeight())
                .isEqualTo("100");
        assertThat(set.getBackendServers().getBackendServer().get(0).getWeight())
                .isEqualTo("0");
        var backend = read.getBackendServers().getBackendServer().get(0);
        assertThat(backend.getServerId()).isEqualTo(a);
        assertThat(backend.getWeight()).isZero();
        assertThat(backend.getType()).isEqualTo("ecs");
        assertThat(read.getListenerPorts().getListenerPort()).containsExactly(80, 443);
        assertThat(read.getListenerPortsAndProtocol()
                        .getListenerPortAndProtocol()
                        .get(1)
                        .getListenerPort())
                .isEqualTo(443);
        assertThat(read.getLoadBalancerStatus()).isEqualTo("active");
        assertThat(removed.getBackendServers().getBackendServer()).isEmpty();
    }

    @Test
    void listsLoadBalancersAsTheSdkReadsThem() throws Exception {
        // Given
        for (var number = 1; number <= 14; number++) {
            cloud.doSlb("CreateLoadBalancer", "LoadBalancerName", "more-" + number);
        }

        // When
        var first = cloud.read(cloud.slb("DescribeLoadBalancers"), new DescribeLoadBalancersResponseBody());
        var second = cloud.slb("DescribeLoadBalancers", "PageNumber", "2");

        // Then
        assertThat(first.getTotalCount()).isEqualTo(15);
        assertThat(first.getLoadBalancers().getLoadBalancer()).hasSize(10);
        var front = first.getLoadBalancers().getLoadBalancer().get(0);
        assertThat(front.getLoadBalancerId()).isEqualTo(balancer);
        assertThat(front.getLoadBalancerName()).isEqualTo("front");
        assertThat(front.getLoadBalancerStatus()).isEqualTo("active");
        assertThat(front.getRegionId()).isEqualTo("cn-hangzhou");
        assertThat(front.getTags().getTag().get(0).getTagValue()).isEqualTo("web");
        assertThat(names(second)).hasSize(5).doesNotContain("front");
    }

    @Test
    void findsByIdNameAndTag() {
        // Given
        cloud.doSlb("CreateLoadBalancer", "LoadBalancerName", "other");

        // When
        var byIds = cloud.slb("DescribeLoadBalancers", "LoadBalancerId", balancer + ",lb-no");
        var byName = cloud.slb("DescribeLoadBalancers", "LoadBalancerName", "fr*");
        var byTags = cloud.slb("DescribeLoadBalancers", "Tags", "[{\"TagKey\":\"team\",\"TagValue\":\"web\"}]");
        var byTag = cloud.slb("DescribeLoadBalancers", "Tag.1.Key", "team", "Tag.1.Value", "api");

        // Then
        assertThat(List.of(names(byIds), names(byName), names(byTags), names(byTag)))
                .containsExactly(List.of("front"), List.of("front"), List.of("front"), List.of());
    }

    @Test
    void findsByServerInTheDefaultGroupAndInOthersWhereSet() {
        // Given
        cloud.doSlb("CreateLoadBalancer", "LoadBalancerName", "back");
        cloud.post("groups", new JsonObject().put("loadBalancer", "back").put("name", "g"));
        cloud.post("groups/g/backends", new JsonObject().put("server", "a"));
        cloud.post("loadbalancers/front/backends", new JsonObject().put("server", "a"));

        // When
        var usual = cloud.slb("DescribeLoadBalancers", "ServerId", a);
        cloud.set(new JsonObject().put("groupsByServer", true));
        var all = cloud.slb("DescribeLoadBalancers", "ServerId", a);

        // Then
        assertThat(names(usual)).containsExactly("front");
        assertThat(names(all)).containsExactly("front", "back");
    }

    @Test
    void refusesWhatIsNotThere() {
        // Given
        var absent = new String[] {"LoadBalancerId", "lb-no", "BackendServers", "[]"};

        // When
        var refusals = List.of(
                cloud.refusal(() -> cloud.doSlb("DescribeLoadBalancerAttribute", absent)),
                cloud.refusal(() -> cloud.doSlb("AddBackendServers", absent)),
                cloud.refusal(() -> cloud.doSlb("RemoveBackendServers", absent)),
                cloud.refusal(() -> cloud.doSlb("SetBackendServers", absent)));

        // Then
        assertThat(refusals).containsOnly("404 InvalidLoadBalancerId.NotFound");
    }

    @Test
    void putsBackendsInByControlAndTakesThemOut() {
        // Given
        cloud.post("groups", new JsonObject().put("loadBalancer", "front").put("name", "g"));
        cloud.post(
                "groups/g/backends",
                new JsonObject().put("server", "a").put("port", 8080).put("weight", 30));
        var in = ((JsonObject) cloud.control("GET", "groups/g", new JsonObject()))
                .getJsonArray("backends")
                .encode();

        // When
        cloud.post("groups/g/backends", new JsonObject().put("server", "a").put("remove", true));

        // Then
        assertThat(in).isEqualTo("[{\"server\":\"" + a + "\",\"weight\":30,\"port\":8080}]");
        assertThat(((JsonObject) cloud.control("GET", "groups/g", new JsonObject())).getJsonArray("backends"))
                .isEmpty();
    }

    private static List<String> names(JsonObject answer) {
        return answer.getJsonObject("LoadBalancers").getJsonArray("LoadBalancer").stream()
                .map(it -> ((JsonObject) it).getString("LoadBalancerName"))
                .toList();
    }
}
