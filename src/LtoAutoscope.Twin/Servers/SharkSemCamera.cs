using System.Buffers.Binary;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;

namespace LtoAutoscope.Twin.Servers;

/// <summary>The chamber camera: small 8-bit pictures of a stage that is drawn as a bright square where it stands, at the rate that the client asked for.</summary>
internal sealed class SharkSemCamera(SharkSemServer server)
{
    private const string Function = "CameraData";
    private const int Width = 320;
    private const int Height = 240;
    private const int HalfSquare = 20;
    private readonly Lock _state = new();
    private CancellationTokenSource? _running;

    /// <summary>Whether it is on, its zoom and its rate, pictures a second.</summary>
    public (bool IsOn, double Zoom, double Rate) Status { get; private set; }

    public void Enable(SharkSemClientSession session, double zoom, double rate)
    {
        lock (_state)
        {
            _running?.Cancel();
            _running = CancellationTokenSource.CreateLinkedTokenSource(session.Closing);
            Status = (true, zoom, Math.Clamp(rate, 0.1, 25));
            CancellationToken token = _running.Token;
            _ = Task.Run(() => RunAsync(session, TimeSpan.FromSeconds(1 / Status.Rate), token), CancellationToken.None);
        }
    }

    public void Disable()
    {
        lock (_state)
        {
            _running?.Cancel();
            _running = null;
            Status = (false, Status.Zoom, Status.Rate);
        }
    }

    private async Task RunAsync(SharkSemClientSession session, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                await session.SendDataAsync(Picture()).ConfigureAwait(false);
                await Task.Delay(interval, server.Wall, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception failure) when (failure is OperationCanceledException or InstrumentFaultException)
        {
            // Switched off, or the client is gone.
        }
    }

    private byte[] Picture()
    {
        var message = new byte[SharkSemHeader.Size + 20 + Width * Height];
        new SharkSemHeader(Function, (uint)(message.Length - SharkSemHeader.Size), 0).Write(message);
        Span<byte> fields = message.AsSpan(SharkSemHeader.Size);
        ReadOnlySpan<int> head = [0, 8, Width, Height, Width * Height];
        for (int i = 0; i < head.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(fields[(4 * i)..], head[i]);
        Span<byte> pixels = fields[20..];
        int x = Width / 2 + (int)Math.Round(server.Microscope.Stage.True.XMm), y = Height / 2 - (int)Math.Round(server.Microscope.Stage.True.ZMm);
        byte ground = (byte)(server.State.Led != 0 ? 60 : 20);
        for (int row = 0; row < Height; row++)
        {
            for (int column = 0; column < Width; column++)
                pixels[row * Width + column] = Math.Abs(column - x) <= HalfSquare && Math.Abs(row - y) <= HalfSquare ? (byte)220 : ground;
        }

        return message;
    }
}
