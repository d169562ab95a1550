using System.Buffers.Binary;
using System.Runtime.InteropServices;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Worlds;

namespace LtoAutoscope.Twin.Servers;

/// <summary>One scan: the image is formed as it began, and its pixels go out as fast as the beam would have come to them, piece by piece for each enabled channel.</summary>
internal sealed class SharkSemScan
{
    private const double PieceSeconds = 0.05;
    private const int LargestPiecePixels = 1 << 17;

    private readonly SharkSemServer _server;
    private readonly SharkSemClientSession _session;
    private readonly SharkSemExposure _exposure;
    private readonly CancellationTokenSource _stop;
    private byte[] _message = [];
    private double _share = 1;
    private volatile bool _running = true;

    public SharkSemScan(SharkSemServer server, SharkSemClientSession session, SharkSemExposure exposure, CancellationToken closing)
    {
        (_server, _session, _exposure) = (server, session, exposure);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(closing, session.Closing);
        double began = server.Microscope.Clock.Now;
        (int Channel, int Bits)[] channels = [.. session.Channels.Select((channel, i) => (channel, i)).Where(entry => entry.channel.IsEnabled).Select(entry => (entry.i, entry.channel.BitsPerPixel))];
        _ = Task.Run(() => RunAsync(channels, began), CancellationToken.None);
    }

    /// <summary>Whether the beam still scans.</summary>
    public bool IsRunning => _running;

    /// <summary>Cuts the scan off.</summary>
    public void Stop()
    {
        _running = false;
        _ = _stop.CancelAsync();
    }

    private async Task RunAsync((int Channel, int Bits)[] channels, double began)
    {
        try
        {
            do
            {
                _share = 1;
                var images = new Dictionary<int, GreyImage>();
                foreach ((_, int bits) in channels) if (!images.ContainsKey(bits)) images[bits] = Expose(bits);
                await StreamAsync([.. channels.Select(channel => (channel.Channel, images[channel.Bits]))], began).ConfigureAwait(false);
                began = _server.Microscope.Clock.Now;
            }
            while (!_exposure.IsSingle);
        }
        catch (Exception failure) when (failure is OperationCanceledException or InstrumentFaultException)
        {
            // Cut off, or the client is gone.
        }
        finally
        {
            _running = false;
        }
    }

    private GreyImage Expose(int bits)
    {
        ViewRequest view = _server.Microscope.View(_exposure.Area, bits, _exposure.DwellUs);
        double rotation = _server.State.Geometry(SharkSemOpticsCommands.RotationGeometry).X;
        if (rotation != 0)
            view = view with { RotationDeg = view.RotationDeg + rotation, Identity = TwinNoise.Hash(view.Identity, (ulong)BitConverter.DoubleToInt64Bits(rotation)) };
        if (_server.State.GunBlanker == 1) view = view with { ProbeCurrentPa = 0 };
        (GreyImage image, double share) = _server.Microscope.Expose(view, _stop.Token);
        _share = Math.Min(_share, share);
        if (_exposure.LinePixels is not { } count) return image;
        var line = new GreyImage(count, 1, bits);
        for (int i = 0; i < count; i++)
        {
            double along = count == 1 ? 0 : (double)i / (count - 1);
            line[i, 0] = image[(int)Math.Round(along * (image.Width - 1)), (int)Math.Round(along * (image.Height - 1))];
        }

        return line;
    }

    private async Task StreamAsync((int Channel, GreyImage Image)[] channels, double began)
    {
        // Without an enabled channel the beam scans all the same.
        int total = channels.Length > 0 ? channels[0].Image.Pixels.Length : _exposure.LinePixels ?? _exposure.Area.Width * _exposure.Area.Height;
        // Of a partial frame the beam scans all, and the lines after its share never come.
        int height = channels.Length > 0 ? channels[0].Image.Height : 1, whole = _share >= 1 ? total : (int)(_share * height) * (total / height);
        double pixelsPerSecond = 1e6 / _exposure.DwellUs;
        for (int sent = 0; sent < total;)
        {
            double elapsed = _server.Microscope.Clock.Now - began;
            int due = (int)Math.Min(total, Math.Floor(elapsed * pixelsPerSecond));
            if (due <= sent || due < total && elapsed * pixelsPerSecond - sent < PieceSeconds * pixelsPerSecond)
            {
                double left = Math.Min(PieceSeconds, total / pixelsPerSecond - elapsed);
                await _server.Microscope.Clock.DelayAsync(Math.Max(0, left), _stop.Token).ConfigureAwait(false);
                continue;
            }

            for (int last = Math.Min(due, whole); sent < last;)
            {
                int count = Math.Min(LargestPiecePixels, last - sent);
                foreach ((int channel, GreyImage image) in channels) await SendAsync(Piece(image, channel, sent, count)).ConfigureAwait(false);
                sent += count;
            }

            sent = due;
        }
    }

    /// <summary>The message of a piece, in a buffer that the next one takes again.</summary>
    private ReadOnlyMemory<byte> Piece(GreyImage image, int channel, int start, int count)
    {
        int bytes = count * (image.BitsPerPixel / 8), body = 20 + (bytes + 3) / 4 * 4;
        if (_message.Length < SharkSemHeader.Size + body) _message = new byte[SharkSemHeader.Size + body];
        Span<byte> message = _message.AsSpan(0, SharkSemHeader.Size + body);
        new SharkSemHeader(SharkSemPiece.Function, (uint)body, 0).Write(message);
        Span<byte> fields = message[SharkSemHeader.Size..], pixels = fields[20..];
        BinaryPrimitives.WriteUInt32LittleEndian(fields, _exposure.Frame);
        BinaryPrimitives.WriteInt32LittleEndian(fields[4..], channel);
        BinaryPrimitives.WriteInt32LittleEndian(fields[8..], start);
        BinaryPrimitives.WriteInt32LittleEndian(fields[12..], image.BitsPerPixel);
        BinaryPrimitives.WriteInt32LittleEndian(fields[16..], bytes);
        ReadOnlySpan<ushort> source = image.Pixels.AsSpan(start, count);
        if (image.BitsPerPixel == 8) for (int i = 0; i < count; i++) pixels[i] = (byte)source[i];
        else if (BitConverter.IsLittleEndian) MemoryMarshal.AsBytes(source).CopyTo(pixels);
        else for (int i = 0; i < count; i++) BinaryPrimitives.WriteUInt16LittleEndian(pixels[(2 * i)..], source[i]);
        pixels[bytes..].Clear();
        return _message.AsMemory(0, message.Length);
    }

    /// <summary>A piece that has begun goes out whole, also when the scan is cut off: half a message would end the connection.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        if (!_server.Faults.MaySendPiece()) await Task.Delay(Timeout.InfiniteTimeSpan, _server.Wall, _stop.Token).ConfigureAwait(false);
        _stop.Token.ThrowIfCancellationRequested();
        await _session.SendDataAsync(message).ConfigureAwait(false);
    }
}
