using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.Transports;

public sealed class LinkEndpointTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("192.168.0.7:4001", typeof(TcpEndpoint))]
    [InlineData("bridge.lab:23", typeof(TcpEndpoint))]
    [InlineData("/dev/ttyUSB0", typeof(SerialEndpoint))]
    [InlineData("/dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0", typeof(SerialEndpoint))]
    [InlineData("COM3", typeof(SerialEndpoint))]
    public void Parse_Text_TellsSerialFromTcpAndReadsBackTheSame(string text, Type kind)
    {
        LinkEndpoint endpoint = LinkEndpoint.Parse(text);
        Assert.IsType(kind, endpoint);
        Assert.Equal(text, endpoint.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:a")]
    public void Parse_Malformed_IsRefused(string text) => Assert.Throws<InputException>(() => LinkEndpoint.Parse(text));

    [Fact]
    public async Task OpenAsync_Tcp_CarriesBytesAndProbesASilentPeer()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        LinkEndpoint endpoint = LinkEndpoint.Tcp("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port);
        await using IByteLink link = await endpoint.OpenAsync(TimeSpan.FromSeconds(20), PatientTime.Instance, Token);
        using Socket accepted = await listener.AcceptSocketAsync(Token);
        await using var peer = TcpLink.Accepted(accepted);
        await link.WriteAsync("VER?\r"u8.ToArray(), Token);
        var buffer = new byte[16];
        Assert.Equal(5, await peer.ReadAsync(buffer, Token));
        Assert.Equal(1, accepted.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive));
        Assert.InRange((int)accepted.GetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime)!, 1, (int)TcpLink.LongestSilence.TotalSeconds);
    }
}
