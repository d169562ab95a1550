using System.Net.Sockets;
using System.Text;
using LtoAutoscope.Twin.Faults;
using LtoAutoscope.Twin.Tests.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests;

public sealed class TwinHostTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Faults_OfTheWire_BefallEveryServersLinks()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { Servers = [new TwinServer("prior", 0)] });
        using TcpClient client = await ConnectAsync(twin.Endpoints["prior"]);
        Assert.Equal("0\r", await AskAsync(client, "COMP 0\r", 2));
        twin.Faults.Add(FaultOrder.Parse("{fault: wire_cut, endpoint: prior, after_bytes: 1}", "test"));
        Assert.Equal("0", await AskAsync(client, "COMP 0\r", 2));
        using TcpClient again = await ConnectAsync(twin.Endpoints["prior"]);
        Assert.Equal("0\r", await AskAsync(again, "COMP 0\r", 2));
        twin.Faults.Add(FaultOrder.Parse("{fault: server_restart, for_s: 600}", "test"));
        Assert.Equal("", await AskAsync(again, "COMP 0\r", 2));
        using TcpClient refused = await ConnectAsync(twin.Endpoints["prior"]);
        Assert.Equal("", await AskAsync(refused, "COMP 0\r", 2));
    }

    [Fact]
    public async Task Cut_OfTheSharkSemWire_BreaksItsConnections()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions());
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.AskAsync("GetWD");
        twin.WireFaults.CutNow();
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            await client.SendAsync("GetWD");
            await client.ReceiveAsync();
        });
        using RawClient again = await RawClient.ConnectAsync(twin.SharkSem.Port);
        Assert.Equal(10, (await again.AskAsync("GetWD")).Float());
    }

    [Fact]
    public async Task Script_OfTheOptions_BeginsWithTheTwin()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { Faults = FaultScript.Parse("faults: [{fault: filament_blown}]", "f.yaml") });
        Assert.Equal(-1, twin.Microscope.Column.BeamState);
        Assert.Equal("filament_blown", Assert.Single(twin.Faults.Struck).Fault);
    }

    private static Task<TwinHost> StartAsync(TwinOptions options) => TwinHost.StartAsync(options, new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static async Task<TcpClient> ConnectAsync(string endpoint)
    {
        var client = new TcpClient();
        await client.ConnectAsync("127.0.0.1", int.Parse(endpoint.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture), Token);
        return client;
    }

    private static async Task<string> AskAsync(TcpClient client, string question, int length)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, Token);
        var bytes = new byte[length];
        int read = 0;
        try
        {
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(question), either.Token);
            while (read < length && await client.GetStream().ReadAsync(bytes.AsMemory(read), either.Token) is var more and > 0) read += more;
        }
        catch (IOException)
        {
            // Reset rather than closed.
        }

        return Encoding.ASCII.GetString(bytes, 0, read);
    }
}
