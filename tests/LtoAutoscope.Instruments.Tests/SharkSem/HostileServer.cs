using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>A server that, while it is hostile, spoils one answer in three: changed bits, half a message, a double one, one of another question, silence, or the end of the connection.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly CancellationTokenSource _closing = new();
    private readonly Random _random;
    private readonly List<string> _functions = [];
    private Socket? _dataSocket;

    public HostileServer(int seed)
    {
        _random = new Random(seed);
        (_control, _data) = Listen();
        _ = AcceptAsync(_control, socket => _ = Task.Run(() => ServeAsync(socket)));
        _ = AcceptAsync(_data, socket => Interlocked.Exchange(ref _dataSocket, socket)?.Dispose());
    }

    public int Port => ((IPEndPoint)_control.LocalEndpoint).Port;

    public volatile bool IsHostile;

    public int Exchanges
    {
        get { lock (_functions) return _functions.Count; }
    }

    public IReadOnlyList<string> Functions
    {
        get { lock (_functions) return [.. _functions]; }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _control.Stop();
        _data.Stop();
        _dataSocket?.Dispose();
    }

    private static (TcpListener, TcpListener) Listen()
    {
        while (true)
        {
            var control = new TcpListener(IPAddress.Loopback, 0);
            control.Start();
            try
            {
                var data = new TcpListener(IPAddress.Loopback, ((IPEndPoint)control.LocalEndpoint).Port + 1);
                data.Start();
                return (control, data);
            }
            catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
            {
                control.Stop();
            }
        }
    }

    private async Task AcceptAsync(TcpListener listener, Action<Socket> take)
    {
        while (true) take(await listener.AcceptSocketAsync(_closing.Token));
    }

    private async Task ServeAsync(Socket socket)
    {
        try
        {
            await using var stream = new NetworkStream(socket, ownsSocket: true);
            var head = new byte[SharkSemHeader.Size];
            while (true)
            {
                await stream.ReadExactlyAsync(head, _closing.Token);
                SharkSemHeader header = SharkSemHeader.Read(head);
                var body = new byte[header.BodySize];
                await stream.ReadExactlyAsync(body, _closing.Token);
                lock (_functions) _functions.Add(header.Function);
                if (header.Function == "ScScanXY") await SendPieceAsync(BinaryPrimitives.ReadUInt32LittleEndian(body));
                if (Answer(header.Function) is not { } answer) continue;
                byte[] message = SharkSemMessage.Encode(header.Function, header.Id, SharkSemFlags.None, answer.ToArray());
                if (Spoil(message) is not { } spoilt) return;
                await stream.WriteAsync(spoilt, _closing.Token);
            }
        }
        catch (Exception failure) when (failure is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The driver has left.
        }
    }

    /// <summary>The answer as it goes out; null for the end of the connection.</summary>
    private byte[]? Spoil(byte[] message)
    {
        lock (_random)
        {
            if (!IsHostile || _random.Next(3) > 0) return message;
            int at = _random.Next(message.Length);
            switch (_random.Next(7))
            {
                case 0: message[at] ^= (byte)(1 << _random.Next(8)); return message;
                case 1: return message[..at];
                case 2: return [.. message, .. message];
                case 3: message[20]++; return message;
                case 4: return [];
                case 5: for (int i = 32; i < message.Length; i++) message[i] = (byte)_random.Next(256); return message;
                default: return null;
            }
        }
    }

    private async Task SendPieceAsync(uint frame)
    {
        byte[] message = SharkSemMessage.Encode(SharkSemPiece.Function, 0, SharkSemFlags.None, new SharkSemPiece(frame, 0, 0, 16, new byte[64]).ToBody());
        if (Volatile.Read(ref _dataSocket) is not { } data || Spoil(message) is not { } spoilt) return;
        try
        {
            await data.SendAsync(spoilt, _closing.Token);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The driver has closed it over noise.
        }
    }

    private static SharkSemBodyWriter? Answer(string function)
    {
        var body = new SharkSemBodyWriter();
        return function switch
        {
            "TcpGetVersion" => body.String("2.0.25"),
            "TcpGetDevice" or "TcpGetSWVersion" => body.String("x"),
            "EnumCenterings" => body.String("cen.3.name=Stigmator\n"),
            "DtEnumDetectors" => body.String("det.0.name=SE\ndet.0.detector=1\n"),
            "DtGetEnabled" => body.Int(1).Int(16),
            "DtGetGainBlack" or "GetCentering" => body.Float(50).Float(50),
            "StgGetPosition" => body.Float(0).Float(0).Float(20).Float(0).Float(0),
            "StgGetLimits" => body.Float(-50).Float(50).Float(-50).Float(50).Float(0).Float(40).Float(0).Float(0).Float(0).Float(0),
            "HVGetVoltage" => body.Float(5000),
            "GetWD" or "VacGetPressure" => body.Float(10),
            "StgIsCalibrated" or "HVGetBeam" or "ScGetBlanker" or "DtGetSelected" => body.Int(1),
            "TcpRegDataPort" or "StgIsBusy" or "VacGetStatus" or "GUIGetScanning" or "ScScanXY" or "IsBusy" or "HVGetIndex" => body.Int(0),
            _ => null,
        };
    }
}
