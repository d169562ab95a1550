using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>
/// A server that writes down every message with the connection it came on, and answers from a table, or from a script while it plays one: what the driver really puts on
/// the wire, and what it makes of golden answers.
/// </summary>
internal sealed class WireLogServer : IAsyncDisposable
{
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<(int Connection, string Function, byte[] Bytes)> _log = [];
    private readonly TaskCompletionSource<Socket> _dataSocket = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Transcript> _script = new();
    private int _connections;

    private WireLogServer(TcpListener control, TcpListener data)
    {
        (_control, _data) = (control, data);
        _ = AcceptAsync();
        _ = AcceptDataAsync();
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
            catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException)
            {
                control.Stop();
            }
        }
    }

    public IReadOnlyList<(int Connection, string Function, byte[] Bytes)> Log
    {
        get { lock (_log) return [.. _log]; }
    }

    /// <summary>From now on the first connection is answered from a transcript, as long as there is something left of it.</summary>
    public void Play(IEnumerable<Transcript> steps)
    {
        lock (_log)
        {
            _log.Clear();
            foreach (Transcript step in steps.Where(step => !step.IsWait)) _script.Enqueue(step);
        }
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
        "EnumCenterings" => new SharkSemBodyWriter().String("cen.0.name=Gun Tilt\ncen.3.name=Stigmator\n").ToArray(),
        "TcpGetDevice" or "TcpGetSWVersion" => new SharkSemBodyWriter().String("").ToArray(),
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

    private async Task AcceptDataAsync() => _dataSocket.TrySetResult(await _data.AcceptSocketAsync(_closing.Token));

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
            List<Transcript>? scripted;
            lock (_log)
            {
                _log.Add((connection, header.Function, [.. head, .. body]));
                scripted = connection == 0 ? TakeAnswers() : null;
            }

            if (scripted is not null) await SendAsync(stream, scripted, header.Id);
            else if (Answer(header.Function) is { } answer)
                await stream.WriteAsync(SharkSemMessage.Encode(header.Function, header.Id, SharkSemFlags.None, answer), _closing.Token);
        }
    }

    /// <summary>What the script has behind its next request; null when it is played.</summary>
    private List<Transcript>? TakeAnswers()
    {
        if (_script.Count == 0) return null;
        _script.Dequeue();
        var answers = new List<Transcript>();
        while (_script.TryPeek(out Transcript? next) && next.Direction != ">") answers.Add(_script.Dequeue());
        return answers;
    }

    private async Task SendAsync(NetworkStream stream, List<Transcript> answers, uint id)
    {
        foreach (Transcript answer in answers)
        {
            byte[] bytes = [.. answer.Bytes];
            if (answer.Direction == "<")
            {
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(20), id);
                await stream.WriteAsync(bytes, _closing.Token);
            }
            else
            {
                Socket data = await _dataSocket.Task.WaitAsync(_closing.Token);
                await data.SendAsync(bytes, _closing.Token);
            }
        }
    }
}
