using System.Net;
using System.Net.Sockets;
using System.Buffers.Binary;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>A server for one measurement, on threads of its own: answers what the driver asks, streams pieces without a pause, and notes when a stop has come whole.</summary>
internal sealed class StopLatencyServer : IDisposable
{
    private const int PiecePixels = 1 << 16;
    private const int PortPairs = 50;
    private readonly TcpListener _control;
    private readonly TcpListener _data;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _came = new(0);
    private readonly List<Socket> _sockets = [];
    private readonly Lock _state = new();
    private long _lastStop;
    private long _streamed;
    private uint _frame;
    private int _first;
    private volatile bool _closed;

    public StopLatencyServer(TimeProvider time)
    {
        _time = time;
        (_control, _data) = Listen();
        Start(() => Accept(_control, Serve));
        Start(() => Accept(_data, Stream));
    }

    public int Port => ((IPEndPoint)_control.LocalEndpoint).Port;

    /// <summary>Bytes handed to the data connection so far.</summary>
    public long StreamedBytes => Interlocked.Read(ref _streamed);

    /// <summary>When the stop had come whole, as a timestamp; null when none came in time.</summary>
    public long? WaitForStop(TimeSpan limit) => _came.Wait(limit) ? Volatile.Read(ref _lastStop) : null;

    public void Dispose()
    {
        _closed = true;
        _control.Stop();
        _data.Stop();
        lock (_state) foreach (Socket socket in _sockets) socket.Dispose();
    }

    private static (TcpListener, TcpListener) Listen()
    {
        for (int attempt = 0; ; attempt++)
        {
            var control = new TcpListener(IPAddress.Loopback, 0);
            control.Start();
            try
            {
                var data = new TcpListener(IPAddress.Loopback, ((IPEndPoint)control.LocalEndpoint).Port + 1);
                data.Start();
                return (control, data);
            }
            catch (Exception failure) when (failure is SocketException or ArgumentOutOfRangeException && attempt < PortPairs)
            {
                control.Stop();
            }
        }
    }

    private static void Start(Action run) => new Thread(() => run()) { IsBackground = true, Name = "stop latency server" }.Start();

    private void Accept(TcpListener listener, Action<Socket> serve)
    {
        try
        {
            while (!_closed)
            {
                Socket socket = listener.AcceptSocket();
                socket.NoDelay = true;
                lock (_state) _sockets.Add(socket);
                Start(() => Guard(() => serve(socket)));
            }
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // Closed.
        }
    }

    private static void Guard(Action serve)
    {
        try
        {
            serve();
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException or EndOfStreamException or IOException)
        {
            // The driver has left.
        }
    }

    private void Serve(Socket socket)
    {
        using var stream = new NetworkStream(socket);
        var head = new byte[SharkSemHeader.Size];
        while (true)
        {
            stream.ReadExactly(head);
            SharkSemHeader header = SharkSemHeader.Read(head);
            var body = new byte[header.BodySize];
            stream.ReadExactly(body);
            if (header is { Function: "ScStopScan", Flags: SharkSemFlags.Jump })
            {
                Volatile.Write(ref _lastStop, _time.GetTimestamp());
                _came.Release();
            }

            if (header.Function == "ScScanXY")
            {
                Volatile.Write(ref _frame, BinaryPrimitives.ReadUInt32LittleEndian(body));
                Volatile.Write(ref _first, 1);
            }

            if (Answer(header.Function) is { } answer) stream.Write(SharkSemMessage.Encode(header.Function, header.Id, SharkSemFlags.None, answer.ToArray()));
        }
    }

    private static SharkSemBodyWriter? Answer(string function) => function switch
    {
        "TcpRegDataPort" or "StgIsBusy" or "VacGetStatus" or "GUIGetScanning" or "ScScanXY" => new SharkSemBodyWriter().Int(0),
        "StgIsCalibrated" or "ScGetBlanker" => new SharkSemBodyWriter().Int(1),
        "DtGetEnabled" => new SharkSemBodyWriter().Int(1).Int(16),
        "TcpGetVersion" => new SharkSemBodyWriter().String("2.0.25"),
        "TcpGetDevice" or "TcpGetSWVersion" or "EnumCenterings" => new SharkSemBodyWriter().String(""),
        _ => null,
    };

    /// <summary>Pieces in order, frame after frame, of the scan that was asked for last.</summary>
    private void Stream(Socket socket)
    {
        byte[] message = SharkSemMessage.Encode(SharkSemPiece.Function, 0, SharkSemFlags.None, new SharkSemPiece(0, 0, 0, 16, new byte[2 * PiecePixels]).ToBody());
        Span<byte> body = message.AsSpan(SharkSemHeader.Size);
        for (uint index = 0; !_closed; index += PiecePixels)
        {
            if (Interlocked.Exchange(ref _first, 0) == 1) index = 0;
            BinaryPrimitives.WriteUInt32LittleEndian(body, Volatile.Read(ref _frame));
            BinaryPrimitives.WriteUInt32LittleEndian(body[8..], index);
            for (int at = 0; at < message.Length;) at += socket.Send(message.AsSpan(at));
            Interlocked.Add(ref _streamed, message.Length);
        }
    }
}
