using System.Buffers.Binary;
using System.Net.Sockets;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Servers;

/// <summary>One scan: the image is formed as it began, and its pixels go out as fast as the beam would have come to them.</summary>
internal sealed class SharkSemScan
{
    private const double PieceSeconds = 0.05;
    private const int LargestPiecePixels = 1 << 17;
    private static readonly TimeSpan SendTimeout = TimeSpan.FromSeconds(10);

    private readonly SharkSemServer _server;
    private readonly SharkSemClientSession _session;
    private readonly uint _frame;
    private readonly ScanArea _area;
    private readonly double _dwellUs;
    private readonly CancellationTokenSource _stop;
    private volatile bool _running = true;

    public SharkSemScan(SharkSemServer server, SharkSemClientSession session, uint frame, ScanArea area, bool single, double dwellUs, CancellationToken closing)
    {
        (_server, _session, _frame, _area, _dwellUs) = (server, session, frame, area, dwellUs);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(closing, session.Closing);
        double began = server.Microscope.Clock.Now;
        KeyValuePair<int, int>[] channels = [.. session.EnabledChannels.OrderBy(entry => entry.Key)];
        _ = Task.Run(() => RunAsync(channels, single, began), CancellationToken.None);
    }

    /// <summary>Whether the beam still scans.</summary>
    public bool IsRunning => _running;

    /// <summary>Cuts the scan off.</summary>
    public void Stop()
    {
        _running = false;
        _ = _stop.CancelAsync();
    }

    private async Task RunAsync(KeyValuePair<int, int>[] channels, bool single, double began)
    {
        try
        {
            do
            {
                foreach ((int channel, int bits) in channels)
                {
                    ViewRequest view = _server.Microscope.View(_area, bits, _dwellUs);
                    GreyImage image = _server.Microscope.Render(view, _stop.Token);
                    await StreamAsync(image, channel, began).ConfigureAwait(false);
                }

                began = _server.Microscope.Clock.Now;
            }
            while (!single);
        }
        catch (Exception failure) when (failure is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Cut off, or the client is gone.
        }
        finally
        {
            _running = false;
        }
    }

    private async Task StreamAsync(GreyImage image, int channel, double began)
    {
        int total = image.Pixels.Length;
        for (int sent = 0; sent < total;)
        {
            double elapsed = _server.Microscope.Clock.Now - began;
            int due = (int)Math.Min(total, Math.Floor(elapsed * 1e6 / _dwellUs));
            if (due <= sent || due < total && elapsed * 1e6 / _dwellUs - sent < PieceSeconds * 1e6 / _dwellUs)
            {
                double left = Math.Min(PieceSeconds, total * _dwellUs * 1e-6 - elapsed);
                await _server.Microscope.Clock.DelayAsync(Math.Max(0, left), _stop.Token).ConfigureAwait(false);
                continue;
            }

            while (sent < due)
            {
                int count = Math.Min(LargestPiecePixels, due - sent);
                await SendAsync(Piece(image, channel, sent, count)).ConfigureAwait(false);
                sent += count;
            }
        }
    }

    private byte[] Piece(GreyImage image, int channel, int start, int count)
    {
        byte[] pixels;
        if (image.BitsPerPixel == 8)
        {
            pixels = new byte[count];
            for (int i = 0; i < count; i++) pixels[i] = (byte)image.Pixels[start + i];
        }
        else
        {
            pixels = new byte[2 * count];
            for (int i = 0; i < count; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(2 * i), image.Pixels[start + i]);
        }

        byte[] body = new SharkSemPiece(_frame, channel, (uint)start, image.BitsPerPixel, pixels).ToBody();
        return SharkSemMessage.Encode(SharkSemPiece.Function, 0, SharkSemFlags.None, body);
    }

    /// <summary>A client that does not read for ten seconds loses its data connection.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        if (!_server.Faults.MaySendPiece()) await Task.Delay(Timeout.InfiniteTimeSpan, _server.Wall, _stop.Token).ConfigureAwait(false);
        if (_session.Data is not { } socket) return;
        using var limit = new CancellationTokenSource(SendTimeout, _server.Wall);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, _session.Closing);
        try
        {
            // A piece that has begun goes out whole, also when the scan is cut off: half a message would end the connection.
            _stop.Token.ThrowIfCancellationRequested();
            while (bytes.Length > 0) bytes = bytes[await socket.SendAsync(bytes, SocketFlags.None, either.Token).ConfigureAwait(false)..];
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            _session.DropData();
        }
    }
}
