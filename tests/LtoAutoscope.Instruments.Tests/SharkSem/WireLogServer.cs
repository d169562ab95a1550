using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>A server that writes down every message with the connection it came on, and answers from a table: what the driver really puts on the wire.</summary>
internal sealed class WireLogServer : IAsyncDisposable
{
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<(int Connection, string Function, byte[] Bytes)> _log = [];
    private int _connections;

    private WireLogServer(TcpListener control, TcpListener data)
    {
        (_control, _data) = (control, data);
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_control.LocalEndpoint).Port;

    public static WireLogServer Start()
    {
        while (true)
        {
            var control = new TcpListener(IPAddress.Loopback, 0);
            control.Start();
            try
            {
                var data = new TcpListener(IPAddress.Loopback, ((IPEndPoint)control.LocalEndpoint).Port + 1);
                data.Start();
                return new WireLogServer(control, data);
            }
            catch (SocketException)
            {
                control.Stop();
            }
        }
    }

    public IReadOnlyList<(int Connection, string Function, byte[] Bytes)> Log
    {
        get { lock (_log) return [.. _log]; }
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _control.Stop();
        _data.Stop();
    }

    private static byte[]? Answer(string function) => function switch
    {
        "TcpRegDataPort" or "StgIsBusy" or "HVGetBeam" or "VacGetStatus" or "GUIGetScanning" => new SharkSemBodyWriter().Int(0).ToArray(),
        "StgIsCalibrated" or "ScGetBlanker" => new SharkSemBodyWriter().Int(1).ToArray(),
        "TcpGetVersion" => new SharkSemBodyWriter().String("2.0.25").ToArray(),
        "TcpGetDevice" or "TcpGetSWVersion" or "EnumCenterings" => new SharkSemBodyWriter().String("").ToArray(),
        "StgGetPosition" => new SharkSemBodyWriter().Float(3.5).Float(-1.25).Float(10).Float(0).Float(0).ToArray(),
        "StgGetLimits" => new SharkSemBodyWriter().Float(-50).Float(50).Float(-50).Float(50).Float(0).Float(40).Float(0).Float(0).Float(0).Float(0).ToArray(),
        _ => null,
    };

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket socket = await _control.AcceptSocketAsync(_closing.Token);
            int connection = _connections++;
            _ = Task.Run(() => ServeAsync(socket, connection));
        }
    }

    private async Task ServeAsync(Socket socket, int connection)
    {
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var head = new byte[SharkSemHeader.Size];
        while (true)
        {
            await stream.ReadExactlyAsync(head, _closing.Token);
            SharkSemHeader header = SharkSemHeader.Read(head);
            var body = new byte[header.BodySize];
            await stream.ReadExactlyAsync(body, _closing.Token);
            lock (_log) _log.Add((connection, header.Function, [.. head, .. body]));
            if (Answer(header.Function) is { } answer)
                await stream.WriteAsync(SharkSemMessage.Encode(header.Function, header.Id, SharkSemFlags.None, answer), _closing.Token);
        }
    }
}
