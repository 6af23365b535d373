package io.ecslifeguard.localcloud.slb;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/**
 * A load balancer as the Describe actions show it.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/27582.htm">DescribeLoadBalancers</a>
 */
record LoadBalancerView(Region region) {

    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm'Z'").withZone(ZoneOffset.UTC);

    static String time(Instant at) {
        return MINUTES.format(at);
    }

    static JsonObject backends(List<Backend> backends) {
        var array = new JsonArray();
        backends.forEach(backend -> array.add(backend.json()));
        return new JsonObject().put("BackendServer", array);
    }

    /** The element of DescribeLoadBalancers. */
    JsonObject brief(LoadBalancer loadBalancer) {
        var tags = new JsonArray();
        loadBalancer.tags.forEach(
                (key, value) -> tags.add(new JsonObject().put("TagKey", key).put("TagValue", value)));
        return common(loadBalancer).put("Tags", new JsonObject().put("Tag", tags));
    }

    /** The answer of DescribeLoadBalancerAttribute. */
    JsonObject full(LoadBalancer loadBalancer) {
        var ports = new JsonArray();
        var protocols = new JsonArray();
        var protocals = new JsonArray();
        for (var port : loadBalancer.listeners) {
            ports.add(port);
            protocols.add(new JsonObject()
                    .put("ListenerPort", port)
                    .put("ListenerProtocol", "http")
                    .put("ListenerForward", "off")
                    .put("Description", ""));
            // The misspelling is the vendor's: both are answered
            protocals.add(new JsonObject().put("ListenerPort", port).put("ListenerProtocal", "http"));
        }
        return common(loadBalancer)
                .put("ListenerPorts", new JsonObject().put("ListenerPort", ports))
                .put("ListenerPortsAndProtocol", new JsonObject().put("ListenerPortAndProtocol", protocols))
                .put("ListenerPortsAndProtocal", new JsonObject().put("ListenerPortAndProtocal", protocals))
                .put("BackendServers", backends(loadBalancer.defaultGroup.backends()));
    }

    private JsonObject common(LoadBalancer loadBalancer) {
        return new JsonObject()
                .put("LoadBalancerId", loadBalancer.id)
                .put("LoadBalancerName", loadBalancer.name)
                .put("LoadBalancerStatus", "active")
                .put("LoadBalancerSpec", "slb.s1.small")
                .put("Address", loadBalancer.address)
                .put("AddressType", "intranet")
                .put("AddressIPVersion", "ipv4")
                .put("NetworkType", "vpc")
                .put("VpcId", "vpc-local")
                .put("VSwitchId", "vsw-" + region.id() + "-h")
                .put("MasterZoneId", region.id() + "-h")
                .put("SlaveZoneId", region.id() + "-i")
                .put("RegionId", region.id())
                .put("RegionIdAlias", region.id())
                .put("ResourceGroupId", "")
                .put("InternetChargeType", "4")
                .put("PayType", "PayOnDemand")
                .put("InstanceChargeType", "PayBySpec")
                .put("Bandwidth", 5120)
                .put("DeleteProtection", "off")
                .put("CreateTime", time(loadBalancer.created))
                .put("CreateTimeStamp", loadBalancer.created.toEpochMilli());
    }
}
