using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Transports;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.SharkSem;

/// <summary>
/// Measures how fast 16-bit frames come through the driver's receive path: a sender on a thread of its own hands prepared pieces to a loopback socket, the real data
/// channel takes them apart and the real assembly puts the frames together. The same bytes are then read by nothing but the socket.
/// </summary>
public static class SharkSemThroughput
{
    private const int BitsPerPixel = 16;
    private const int PiecePixels = 1 << 17;
    private const int WarmUpFrames = 4;
    private static readonly TimeSpan FrameLimit = TimeSpan.FromSeconds(30);

    /// <summary>Runs the measurement; the two ways take turns, so that a busy machine disturbs both.</summary>
    /// <param name="frames">Frames each way, ≥ 1.</param>
    /// <param name="side">Side of the square frame, pixels.</param>
    /// <param name="timeProvider">The clock.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="InstrumentFaultException">A frame did not come, or came otherwise than it was sent.</exception>
    public static async Task<SharkSemThroughputReport> MeasureAsync(int frames, int side, TimeProvider timeProvider, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(frames, 1);
        var sent = new GreyImage(side, side, BitsPerPixel);
        for (int i = 0; i < sent.Pixels.Length; i++) sent.Pixels[i] = (ushort)(i * 2654435761u >> 16);
        byte[] message = Encode(sent);
        TimeSpan images = TimeSpan.Zero, bare = TimeSpan.Zero;
        int rounds = Math.Min(frames, 4), each = (frames + rounds - 1) / rounds;
        for (int round = 0; round < rounds; round++)
        {
            images += await ImagesAsync(sent, message, each, timeProvider, cancellationToken).ConfigureAwait(false);
            bare += await BareAsync(message, each, timeProvider, cancellationToken).ConfigureAwait(false);
        }

        long bytes = (long)message.Length * each * rounds;
        return new SharkSemThroughputReport(each * rounds, bytes, bytes / 1e6 / images.TotalSeconds, bytes / 1e6 / bare.TotalSeconds);
    }

    private static byte[] Encode(GreyImage image)
    {
        using var bytes = new MemoryStream();
        var pixels = new byte[2 * PiecePixels];
        for (int start = 0; start < image.Pixels.Length; start += PiecePixels)
        {
            int count = Math.Min(PiecePixels, image.Pixels.Length - start);
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), image.Pixels[start + i]);
            byte[] body = new SharkSemPiece(1, 0, (uint)start, BitsPerPixel, pixels.AsMemory(0, 2 * count)).ToBody();
            bytes.Write(SharkSemMessage.Encode(SharkSemPiece.Function, 0, SharkSemFlags.None, body));
        }

        return bytes.ToArray();
    }

    private static async Task<TimeSpan> ImagesAsync(GreyImage sent, byte[] message, int frames, TimeProvider time, CancellationToken cancellationToken)
    {
        using var sender = new Sender(message, frames + WarmUpFrames);
        TcpLink link = await TcpLink.ConnectAsync("127.0.0.1", sender.Port, FrameLimit, time, cancellationToken).ConfigureAwait(false);
        await using var channel = new SharkSemDataChannel(link, NullLogger.Instance);
        long began = 0;
        for (int frame = 0; frame < frames + WarmUpFrames; frame++)
        {
            if (frame == WarmUpFrames) began = time.GetTimestamp();
            var assembly = new SharkSemFrameAssembly(1, 0, sent.Width, sent.Height, BitsPerPixel);
            using SharkSemDataChannel.Subscription subscription = channel.Subscribe(assembly);
            sender.SendNext();
            while (!assembly.IsComplete) await subscription.WaitAsync(FrameLimit, time, cancellationToken).ConfigureAwait(false);
            if (frame == 0 && !assembly.Image.Pixels.AsSpan().SequenceEqual(sent.Pixels))
                throw new InstrumentFaultException(Fault.FrameIncomplete, "a frame came otherwise than it was sent");
        }

        return time.GetElapsedTime(began);
    }

    private static async Task<TimeSpan> BareAsync(byte[] message, int frames, TimeProvider time, CancellationToken cancellationToken)
    {
        using var sender = new Sender(message, frames + WarmUpFrames);
        await using TcpLink link = await TcpLink.ConnectAsync("127.0.0.1", sender.Port, FrameLimit, time, cancellationToken).ConfigureAwait(false);
        var buffer = new byte[1 << 20];
        long began = 0;
        for (int frame = 0; frame < frames + WarmUpFrames; frame++)
        {
            if (frame == WarmUpFrames) began = time.GetTimestamp();
            sender.SendNext();
            for (long left = message.Length; left > 0;)
            {
                int read = await link.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
                if (read == 0) throw new InstrumentFaultException(Fault.LinkLost, "the sender of the bare copy closed");
                left -= read;
            }
        }

        return time.GetElapsedTime(began);
    }

    /// <summary>Hands the same bytes to a loopback client each time it is told to, on a thread of its own.</summary>
    private sealed class Sender : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly SemaphoreSlim _wanted = new(0);
        private readonly CancellationTokenSource _closing = new();

        public Sender(byte[] message, int times)
        {
            _listener.Start();
            new Thread(() => Run(message, times)) { IsBackground = true, Name = "throughput sender" }.Start();
        }

        public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

        public void SendNext() => _wanted.Release();

        public void Dispose()
        {
            _closing.Cancel();
            _listener.Stop();
        }

        private void Run(byte[] message, int times)
        {
            try
            {
                using Socket socket = _listener.AcceptSocket();
                socket.NoDelay = true;
                for (int i = 0; i < times; i++)
                {
                    _wanted.Wait(_closing.Token);
                    for (int at = 0; at < message.Length;) at += socket.Send(message.AsSpan(at));
                }

                _closing.Token.WaitHandle.WaitOne();
            }
            catch (Exception failure) when (failure is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The measurement has ended.
            }
        }
    }
}
