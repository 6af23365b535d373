package io.ecslifeguard.selfcheck;

import static java.util.Map.entry;

import io.ecslifeguard.selfcheck.CannedCloud.Reply;
import java.util.Map;

/** What the vendor's services answer, in their own form, with as many parts as the service reads. */
final class Replies {

    static final String NAMESPACE = "http://mns.aliyuncs.com/doc/v1";

    static final Map<String, Reply> ALL = Map.ofEntries(
            entry("GET /credentials", Reply.json(200, """
                    {"Code":"Success","AccessKeyId":"self-check","AccessKeySecret":"self-check",\
                    "SecurityToken":"self-check","Expiration":"2999-01-01T00:00:00Z"}""")),
            entry("GET /queues/empty/messages", error(404, "MessageNotExist")),
            entry("GET /queues/denied/messages", error(403, "AccessDenied")),
            entry("GET /queues/behind-a-proxy/messages", Reply.xml(502, "<html><body>Bad Gateway<br></body></html>")),
            entry("GET /queues/full/messages", Reply.xml(200, """
                    <?xml version="1.0"?><Messages xmlns="%s"><Message><MessageId>SELFCHECK</MessageId>\
                    <MessageBodyMD5>B326B5062B2F0E69046810717534CB09</MessageBodyMD5><MessageBody>true</MessageBody>\
                    <ReceiptHandle>receipt</ReceiptHandle><EnqueueTime>1700000000000</EnqueueTime>\
                    <FirstDequeueTime>1700000000001</FirstDequeueTime><NextVisibleTime>1700000030000</NextVisibleTime>\
                    <DequeueCount>1</DequeueCount><Priority>8</Priority></Message></Messages>""".formatted(NAMESPACE))),
            entry("DELETE /queues/full/messages", Reply.xml(204, "")),
            entry("DescribeInstances", Reply.json(200, """
                    {"RequestId":"R-1","TotalCount":1,"Instances":{"Instance":[{"InstanceId":"i-selfcheck",\
                    "InstanceName":"one","Status":"Stopped","RegionId":"cn-hangzhou","InstanceType":"ecs.g7.large",\
                    "ImageId":"img-1","VpcAttributes":{"VpcId":"vpc-1","VSwitchId":"vsw-1",\
                    "PrivateIpAddress":{"IpAddress":["10.0.0.1"]}},"SecurityGroupIds":{"SecurityGroupId":["sg-1"]},\
                    "NetworkInterfaces":{"NetworkInterface":[{"NetworkInterfaceId":"eni-1","Type":"Primary",\
                    "PrimaryIpAddress":"10.0.0.1"}]},"Tags":{"Tag":[{"TagKey":"team","TagValue":"web"}]},\
                    "OperationLocks":{"LockReason":[{"LockReason":"recycling"}]}}]}}""")),
            entry("DescribeDisks", Reply.json(200, """
                    {"RequestId":"R-2","Disks":{"Disk":[{"Type":"system","Category":"cloud_essd","Size":40},\
                    {"Type":"data","Category":"cloud_essd","Size":100,"DeleteWithInstance":true}]}}""")),
            entry("DescribeUserData", Reply.json(200, "{\"RequestId\":\"R-3\",\"UserData\":\"IyEvYmluL3No\"}")),
            entry("DescribeInstanceRamRole", Reply.json(200, """
                    {"RequestId":"R-4","InstanceRamRoleSets":{"InstanceRamRoleSet":[{"RamRoleName":"role"}]}}""")),
            entry("RunInstances", Reply.json(200, """
                    {"RequestId":"R-5","InstanceIdSets":{"InstanceIdSet":["i-made"]}}""")),
            entry("StartInstance", Reply.json(200, "{\"RequestId\":\"R-6\"}")),
            entry("DescribeLoadBalancers", Reply.json(200, """
                    {"RequestId":"R-7","TotalCount":1,"LoadBalancers":{"LoadBalancer":[{"LoadBalancerId":"lb-1",\
                    "LoadBalancerName":"web","Address":"10.0.0.9"}]}}""")),
            entry("DescribeVServerGroups", Reply.json(200, """
                    {"RequestId":"R-8","VServerGroups":{"VServerGroup":[{"VServerGroupId":"rsp-1"}]}}""")),
            entry("DescribeVServerGroupAttribute", Reply.json(200, """
                    {"RequestId":"R-9","VServerGroupId":"rsp-1","BackendServers":{"BackendServer":[\
                    {"ServerId":"i-selfcheck","Port":80,"Weight":100,"Type":"ecs"}]}}""")),
            entry("DescribeLoadBalancerAttribute", Reply.json(200, """
                    {"RequestId":"R-10","BackendServers":{"BackendServer":[{"ServerId":"i-selfcheck","Weight":1}]}}""")),
            entry("SetVServerGroupAttribute", Reply.json(200, "{\"RequestId\":\"R-11\"}")),
            entry("AddVServerGroupBackendServers", Reply.json(404, """
                    {"RequestId":"R-12","Code":"InvalidParameter.VServerGroupNotExist","Message":"no such group"}""")),
            entry("ModifyVServerGroupBackendServers", Reply.json(200, "{\"RequestId\":\"R-13\"}")),
            entry("RemoveVServerGroupBackendServers", Reply.json(200, "{\"RequestId\":\"R-14\"}")),
            entry("SetBackendServers", Reply.json(200, "{\"RequestId\":\"R-15\"}")),
            entry("AddBackendServers", Reply.json(200, "{\"RequestId\":\"R-16\"}")),
            entry("RemoveBackendServers", Reply.json(200, "{\"RequestId\":\"R-17\"}")));

    private Replies() {}

    private static Reply error(int status, String code) {
        return Reply.xml(
                status,
                "<?xml version=\"1.0\"?><Error xmlns=\"" + NAMESPACE + "\"><Code>" + code
                        + "</Code><Message>self-check</Message><RequestId>R-0</RequestId><HostId>self-check</HostId></Error>");
    }
}
