using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace LtoAutoscope.Daemon.Hosting.Tls;

/// <summary>By which names and addresses this machine can be reached.</summary>
internal static class MachineNames
{
    /// <summary>Those that are given, then those that it finds: the machine's name with and without its domain, the addresses of its network cards, and its own.</summary>
    public static IReadOnlyList<string> Of(params IEnumerable<string> given)
    {
        string machine = Environment.MachineName.ToLowerInvariant();
        List<string> names = [.. given.Select(name => name.Trim('[', ']').ToLowerInvariant()), machine];
        string domain = IPGlobalProperties.GetIPGlobalProperties().DomainName;
        if (domain.Length > 0 && Uri.CheckHostName($"{machine}.{domain}") == UriHostNameType.Dns) names.Add($"{machine}.{domain}".ToLowerInvariant());
        names.Add($"{machine}.local");
        names.Add("localhost");
        foreach (NetworkInterface card in NetworkInterface.GetAllNetworkInterfaces().Where(card => card.OperationalStatus == OperationalStatus.Up))
            names.AddRange(card.GetIPProperties().UnicastAddresses.Select(unicast => unicast.Address).Where(IsLasting).Select(address => address.ToString()));
        names.AddRange(["127.0.0.1", "::1"]);
        return [.. names.Where(name => Uri.CheckHostName(name) != UriHostNameType.Unknown).Distinct(StringComparer.OrdinalIgnoreCase)];
    }

    /// <summary>Link-local addresses carry the card's number and say nothing to others.</summary>
    private static bool IsLasting(IPAddress address)
        => !address.IsIPv6LinkLocal && !address.IsIPv6Teredo && (address.AddressFamily == AddressFamily.InterNetwork || address.AddressFamily == AddressFamily.InterNetworkV6 && address.ScopeId == 0);
}
