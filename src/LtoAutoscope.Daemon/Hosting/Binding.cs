using System.Net;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Daemon.Hosting;

/// <summary>The addresses of the dashboard: those that other machines can reach speak TLS, unless that is refused outright.</summary>
/// <param name="Urls">All, separated by semicolons.</param>
/// <param name="Hosts">Their host names and addresses, for the certificate; without wildcards.</param>
/// <param name="IsTls">Whether all speak TLS.</param>
/// <param name="HasTls">Whether one speaks TLS.</param>
/// <param name="IsOpen">Whether other machines can reach one.</param>
internal sealed record Binding(string Urls, IReadOnlyList<string> Hosts, bool IsTls, bool HasTls, bool IsOpen)
{
    /// <summary>Reads and judges addresses.</summary>
    /// <param name="urls">Addresses, separated by semicolons.</param>
    /// <param name="allowPlainHttp">Whether other machines may reach one without TLS.</param>
    /// <exception cref="InputException">An address is malformed, or other machines could reach it without TLS.</exception>
    public static Binding Of(string urls, bool allowPlainHttp)
    {
        string[] each = urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (each.Length == 0) throw new InputException("there is no address", "--urls", "Give an address such as http://127.0.0.1:5080");
        List<(string Host, bool IsTls, bool IsLoopback)> found = [];
        foreach (string url in each)
        {
            BindingAddress address = Read(url);
            bool isTls = address.Scheme == "https", isLoopback = IsLoopback(address.Host);
            if (!isTls && !isLoopback && !allowPlainHttp)
                throw new InputException(
                    $"'{url}' could be reached by other machines, and passwords would go there in the clear", "--urls",
                    $"Write https:// (the daemon makes a certificate itself), use 127.0.0.1 or localhost, or allow it with allow_plain_http in {Web.Access.Configuration.AccessFile.FileName} or --allow-plain-http");
            found.Add((address.Host.Trim('[', ']'), isTls, isLoopback));
        }

        return new Binding(
            urls, [.. found.Select(one => one.Host).Where(host => host is not ("*" or "+" or "0.0.0.0" or "::"))], found.All(one => one.IsTls), found.Any(one => one.IsTls), found.Any(one => !one.IsLoopback));
    }

    private static BindingAddress Read(string url)
    {
        try
        {
            BindingAddress address = BindingAddress.Parse(url);
            if (address.Scheme is "http" or "https" && !address.IsUnixPipe && !address.IsNamedPipe && address.PathBase.Length == 0) return address;
        }
        catch (FormatException)
        {
            // Said below.
        }

        throw new InputException($"'{url}' is no web address", "--urls", "Give an address such as http://127.0.0.1:5080");
    }

    private static bool IsLoopback(string host)
        => string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address);
}
