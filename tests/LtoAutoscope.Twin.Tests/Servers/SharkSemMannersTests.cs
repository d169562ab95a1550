using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Twin.Servers;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Twin.Tests.Servers;

/// <summary>The manners of real servers: queues and their flags, versions, data connections, and the questions of other people's clients.</summary>
public sealed class SharkSemMannersTests
{
    /// <summary>Calls of the vendor's client, odemis and SBEMimage that wait for an answer; arguments as i:, f: or s:.</summary>
    public static TheoryData<string, string> Questions => new()
    {
        { "TcpGetVersion", "" }, { "TcpGetDevice", "" }, { "TcpGetSWVersion", "" }, { "IsBusy", "i:1024" }, { "IsLicenseValid", "s:Basic" }, { "GetDeviceParams", "i:0" },
        { "StgGetPosition", "" }, { "StgIsBusy", "" }, { "StgIsCalibrated", "" }, { "StgGetLimits", "i:1" }, { "StgGetMotorized", "" },
        { "HVGetBeam", "" }, { "HVGetVoltage", "" }, { "HVGetIndex", "" }, { "HVEnumIndexes", "" }, { "HVGetEmission", "" }, { "HVGetFilTime", "" }, { "HVGetHeating", "" },
        { "GetViewField", "" }, { "GetWD", "" }, { "EnumCenterings", "" }, { "GetCentering", "i:3" }, { "EnumGeometries", "" }, { "GetGeometry", "i:1" }, { "GetGeomLimits", "i:1" },
        { "Get3DBeam", "" }, { "GetImageShift", "" }, { "GetImageRot", "" }, { "EnumPCIndexes", "" }, { "GetPCIndex", "" }, { "GetPCContinual", "" }, { "GetPCFine", "" },
        { "GetBeamCurrent", "" }, { "GetIAbsorbed", "" }, { "GetSpotSize", "" },
        { "DtEnumDetectors", "" }, { "DtGetChannels", "" }, { "DtGetSelected", "i:0" }, { "DtGetEnabled", "i:0" }, { "DtGetGainBlack", "i:1" },
        { "ScEnumSpeeds", "" }, { "ScGetSpeed", "" }, { "ScGetBlanker", "i:0" }, { "ScGetBlanker", "i:1" }, { "ScGetExternal", "" }, { "ScLUTParGet", "i:0" }, { "ScLUTSrcGet", "" },
        { "ScScanLine", "i:0 i:256 i:256 i:10 i:10 i:10 i:10 i:100 i:100 i:0" }, { "SMEnumModes", "" }, { "SMGetMode", "" }, { "SMGetPivotPos", "" },
        { "GUIGetScanning", "" }, { "VacGetStatus", "" }, { "VacGetPressure", "i:2" }, { "VacGetVPMode", "" }, { "VacGetVPPress", "" }, { "ArlGetType", "" },
        { "CameraGetStatus", "i:0" }, { "GetUPSStatus", "" }, { "PowerStateGet", "" }, { "ManipGetCount", "" },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ask_WhatOtherClientsAsk_IsAnswered()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        foreach ((string function, string arguments) in Questions.Select(row => row.Data))
        {
            var body = new SharkSemBodyWriter();
            foreach (string argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                _ = argument[0] == 's' ? body.String(argument[2..]) : body.Int(int.Parse(argument[2..], System.Globalization.CultureInfo.InvariantCulture));
            Assert.False((await client.AskAsync(function, body)).AtEnd, function);
        }
    }

    [Fact]
    public async Task Version_OlderThanAFunction_LeavesItUnanswered()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { SharkSemVersion = "2.0.21" });
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("StgGetLimits", new SharkSemBodyWriter().Int(0));
        Assert.Equal("2.0.21", (await client.AskAsync("TcpGetVersion")).String());
    }

    [Fact]
    public async Task Version_Padded_IsSixtyFourBytesWithADeviceRightBehind()
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { SharkSemVersion = "2.0.21" });
        twin.SharkSem.Manners.PadsVersion = true;
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("TcpGetVersion");
        (_, SharkSemBodyReader body, byte[] bytes) = await client.ReceiveAsync();
        Assert.Equal(32 + 4 + 64, bytes.Length);
        Assert.StartsWith("2.0.210300USB", body.String(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2.0.9", true, true)]
    [InlineData("2.0.25", false, true)]
    [InlineData("2.0.25", true, false)]
    public async Task HighVoltage_ByVersionAndArgument_BlocksTheQueueOrNot(string version, bool asksAsynchronous, bool blocks)
    {
        await using TwinHost twin = await StartAsync(new TwinOptions { SharkSemVersion = version, Column = new() { BeamOn = true, BeamOnSeconds = 0, RampVPerS = 10000 } });
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("HVSetVoltage", new SharkSemBodyWriter().Float(15000).Int(asksAsynchronous ? 1 : 0));
        double read = (await client.AskAsync("HVGetVoltage")).Float();
        Assert.Equal(blocks, read == 15000);
    }

    [Fact]
    public async Task Queues_OneWaitsForTheStage_TheOtherOneGoesOn()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("StgMoveTo", new SharkSemBodyWriter().Float(20));
        Assert.Equal(1, (await client.AskAsync("StgIsBusy")).Int());
        await client.SendAsync(SharkSemMessage.Encode("GetWD", 1, SharkSemFlags.WaitStage, [], queue: 0));
        await client.SendAsync(SharkSemMessage.Encode("GetWD", 2, SharkSemFlags.None, [], queue: 7));
        (SharkSemHeader first, _, _) = await client.ReceiveAsync();
        Assert.Equal((2u, (ushort)7), (first.Id, first.Queue));
        await client.SendAsync("StgStop", null, 3, SharkSemFlags.Jump);
        Assert.Equal(1u, (await client.ReceiveAsync()).Header.Id);
    }

    [Fact]
    public async Task Move_PartlyBeyondALimit_IsIgnoredWhole()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.SendAsync("StgMoveTo", new SharkSemBodyWriter().Float(10).Float(5).Float(-1));
        Assert.Equal(0, (await client.AskAsync("StgIsBusy")).Int());
        Assert.Equal(0, twin.Microscope.Stage.True.XMm, 1e-3);
    }

    [Fact]
    public async Task Data_TwoChannels_ComeInTurns()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        using Socket data = await AttachAsync(client, twin.SharkSem.Port, register: true);
        await client.SendAsync("DtEnable", new SharkSemBodyWriter().Int(1).Int(1).Int(16));
        Assert.Equal(0, (await client.AskAsync("ScScanXY", Scan(9, 8, 8))).Int());
        await using var stream = new NetworkStream(data);
        SharkSemPiece first = await ReceivePieceAsync(stream), second = await ReceivePieceAsync(stream);
        Assert.Equal((9u, 0, 0u, 8, 64), (first.Frame, first.Channel, first.Index, first.BitsPerPixel, first.PixelCount));
        Assert.Equal((9u, 1, 0u, 16, 64), (second.Frame, second.Channel, second.Index, second.BitsPerPixel, second.PixelCount));
    }

    [Fact]
    public async Task Data_SingleClientMode_NeedsNoRegistrationAndASecondClientIsSentAway()
    {
        await using TwinHost twin = await StartAsync();
        twin.SharkSem.Manners.IsSingleClient = true;
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await client.AskAsync("TcpGetVersion");
        using Socket data = await AttachAsync(client, twin.SharkSem.Port, register: false);
        using RawClient second = await RawClient.ConnectAsync(twin.SharkSem.Port);
        await Assert.ThrowsAnyAsync<IOException>(() => second.AskAsync("TcpGetVersion"));
        Assert.Equal(0, (await client.AskAsync("ScScanXY", Scan(1, 8, 8))).Int());
        await using var stream = new NetworkStream(data);
        Assert.Equal(64, (await ReceivePieceAsync(stream)).PixelCount);
    }

    [Fact]
    public async Task Data_NotRead_CostsTheConnectionAndNotTheClient()
    {
        var links = new List<WatchedLink>();
        var microscope = new TwinMicroscope(new TwinOptions { TimeFactor = 50 }, new FlatWorld(), TimeProvider.System);
        await using SharkSemServer server = SharkSemServer.Start(microscope, new TwinOptions(), NullLoggerFactory.Instance, Watch);
        server.Manners.UnreadLimit = TimeSpan.FromMilliseconds(200);
        using RawClient client = await RawClient.ConnectAsync(server.Port);
        using Socket data = await AttachAsync(client, server.Port, register: true);
        await client.SendAsync("DtEnable", new SharkSemBodyWriter().Int(0).Int(1).Int(16));
        Assert.Equal(0, (await client.AskAsync("ScScanXY", Scan(1, 2048, 2048, single: false))).Int());
        await Until(() => links.Count == 2 && links[1].IsClosed);
        Assert.Equal(10, (await client.AskAsync("GetWD")).Float());
        Assert.False(links[0].IsClosed);

        IByteLink Watch(IByteLink link)
        {
            links.Add(new WatchedLink(link));
            return links[^1];
        }
    }

    [Fact]
    public async Task Camera_Enabled_SendsPictures()
    {
        await using TwinHost twin = await StartAsync();
        using RawClient client = await RawClient.ConnectAsync(twin.SharkSem.Port);
        using Socket data = await AttachAsync(client, twin.SharkSem.Port, register: true);
        await client.SendAsync("CameraEnable", new SharkSemBodyWriter().Int(0).Float(1).Float(20).Int(0));
        Assert.Equal(1, (await client.AskAsync("CameraGetStatus", new SharkSemBodyWriter().Int(0))).Int());
        await using var stream = new NetworkStream(data);
        (string name, SharkSemBodyReader body) = await ReceiveAsync(stream);
        Assert.Equal(("CameraData", 0, 8, 320, 240, 320 * 240), (name, body.Int(), body.Int(), body.Int(), body.Int(), body.Bytes().Length));
        await client.SendAsync("CameraDisable");
        Assert.Equal(0, (await client.AskAsync("CameraGetStatus", new SharkSemBodyWriter().Int(0))).Int());
    }

    [Fact]
    public async Task Start_WithAWrap_PutsItRoundControlAndData()
    {
        int wrapped = 0;
        var microscope = new TwinMicroscope(new TwinOptions { TimeFactor = 50 }, new FlatWorld(), TimeProvider.System);
        await using SharkSemServer server = SharkSemServer.Start(microscope, new TwinOptions(), NullLoggerFactory.Instance, Wrap);
        using RawClient client = await RawClient.ConnectAsync(server.Port);
        using Socket data = await AttachAsync(client, server.Port, register: true);
        await client.SendAsync("ScScanXY", Scan(1, 8, 8));
        await using var stream = new NetworkStream(data);
        await ReceivePieceAsync(stream);
        Assert.Equal(2, Volatile.Read(ref wrapped));

        IByteLink Wrap(IByteLink link)
        {
            Interlocked.Increment(ref wrapped);
            return link;
        }
    }

    private static async Task Until(Func<bool> condition)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(60), "It did not happen within 60 s.");
            await Task.Delay(10, Token);
        }
    }

    private static Task<TwinHost> StartAsync(TwinOptions? options = null)
        => TwinHost.StartAsync((options ?? new TwinOptions()) with { TimeFactor = 2 }, new FlatWorld(), TimeProvider.System, NullLoggerFactory.Instance, Token);

    private static SharkSemBodyWriter Scan(uint frame, uint width, uint height, bool single = true)
        => new SharkSemBodyWriter().UInt(frame).UInt(width).UInt(height).UInt(0).UInt(0).UInt(width - 1).UInt(height - 1).Int(single ? 1 : 0).UInt(100);

    private static async Task<Socket> AttachAsync(RawClient client, int port, bool register)
    {
        var data = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        data.Bind(new IPEndPoint(IPAddress.Any, 0));
        if (register) Assert.Equal(0, (await client.AskAsync("TcpRegDataPort", new SharkSemBodyWriter().Int(((IPEndPoint)data.LocalEndPoint!).Port))).Int());
        await data.ConnectAsync(IPAddress.Loopback, port + 1, Token);
        return data;
    }

    private static async Task<SharkSemPiece> ReceivePieceAsync(NetworkStream stream)
    {
        (string name, SharkSemBodyReader body) = await ReceiveAsync(stream);
        Assert.Equal("ScData", name);
        return new SharkSemPiece(body.UInt(), body.Int(), body.UInt(), body.Int(), body.Bytes());
    }

    private static async Task<(string Name, SharkSemBodyReader Body)> ReceiveAsync(NetworkStream stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var head = new byte[SharkSemHeader.Size];
        await stream.ReadExactlyAsync(head, limit.Token);
        SharkSemHeader header = SharkSemHeader.Read(head);
        var body = new byte[header.BodySize];
        await stream.ReadExactlyAsync(body, limit.Token);
        return (header.Function, new SharkSemBodyReader(body));
    }

    private sealed class WatchedLink(IByteLink inner) : IByteLink
    {
        public volatile bool IsClosed;

        public string Name => inner.Name;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) => inner.ReadAsync(buffer, cancellationToken);

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => inner.WriteAsync(bytes, cancellationToken);

        public ValueTask DisposeAsync()
        {
            IsClosed = true;
            return inner.DisposeAsync();
        }
    }
}
