using System.Net.Sockets;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Tests.Servers;

/// <summary>A client that writes bytes and reads bytes, without the driver.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _tcp = new();

    public static async Task<RawClient> ConnectAsync(int port)
    {
        var client = new RawClient();
        await client._tcp.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
        return client;
    }

    public Task SendAsync(byte[] bytes) => _tcp.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken).AsTask();

    public Task SendAsync(string function, SharkSemBodyWriter? body = null, uint id = 1, SharkSemFlags flags = SharkSemFlags.None)
        => SendAsync(SharkSemMessage.Encode(function, id, flags, body?.ToArray() ?? []));

    public async Task<(SharkSemHeader Header, SharkSemBodyReader Body, byte[] Bytes)> ReceiveAsync()
    {
        NetworkStream stream = _tcp.GetStream();
        var head = new byte[SharkSemHeader.Size];
        await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        SharkSemHeader header = SharkSemHeader.Read(head);
        var body = new byte[header.BodySize];
        await stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return (header, new SharkSemBodyReader(body), [.. head, .. body]);
    }

    public async Task<SharkSemBodyReader> AskAsync(string function, SharkSemBodyWriter? body = null, SharkSemFlags flags = SharkSemFlags.None)
    {
        await SendAsync(function, body, 77, flags);
        (SharkSemHeader header, SharkSemBodyReader answer, _) = await ReceiveAsync();
        Assert.Equal((function, 77u), (header.Function, header.Id));
        return answer;
    }

    public void Dispose() => _tcp.Dispose();
}
