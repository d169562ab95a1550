using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace LtoAutoscope.Imaging.Formats;

/// <summary>The bytes of a <see cref="PyramidTiff"/>: tiles as they come, all directories at the end.</summary>
internal sealed class PyramidTiffWriter
{
    private const int Tile = PyramidTiff.TilePx;
    private const ushort Ascii = 2, Short = 3, Long = 4, Rational = 5, Ifd = 13, Long8 = 16, Ifd8 = 18;
    private const int Deflate = 8, HorizontalDifferences = 2;
    private const double NanometresPerCentimetre = 1e7;
    private readonly Stream _stream;
    private readonly PyramidTiffShape _shape;
    private readonly bool _big;
    private readonly Level[] _levels;
    private long _end;

    /// <param name="stream">Where it goes; it can be written and sought.</param>
    /// <param name="shape">Size and depth.</param>
    /// <param name="big">Whether it is a BigTIFF.</param>
    internal PyramidTiffWriter(Stream stream, PyramidTiffShape shape, bool big)
    {
        (_stream, _shape, _big) = (stream, shape, big);
        _levels = [.. shape.Levels.Select(level => new Level(level.Width, level.Height))];
        _end = big ? 16 : 8;
    }

    /// <summary>Takes in the next rows.</summary>
    internal Task AddAsync(ushort[] pixels, int rows, CancellationToken cancellationToken) => AddAsync(0, pixels, rows, cancellationToken);

    /// <summary>Writes what is left of all levels, and the directories.</summary>
    internal async Task FinishAsync(string description, CancellationToken cancellationToken)
    {
        for (int i = 0; i < _levels.Length; i++) await FlushAsync(i, cancellationToken).ConfigureAwait(false);
        var halvings = new long[_levels.Length - 1];
        for (int i = 1; i < _levels.Length; i++) halvings[i - 1] = await DirectoryAsync(_levels[i], i, null, [], cancellationToken).ConfigureAwait(false);
        long first = await DirectoryAsync(_levels[0], 0, description, halvings, cancellationToken).ConfigureAwait(false);
        byte[] header = _big ? new byte[16] : new byte[8];
        header[0] = header[1] = (byte)'I';
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(2), (ushort)(_big ? 43 : 42));
        if (_big)
        {
            BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), 8);
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(8), first);
        }
        else
            BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(4), checked((uint)first));

        _stream.Position = 0;
        await _stream.WriteAsync(header, cancellationToken).ConfigureAwait(false);
    }

    private async Task AddAsync(int index, ushort[] pixels, int rows, CancellationToken cancellationToken)
    {
        Level level = _levels[index];
        for (int taken = 0; taken < rows;)
        {
            int count = Math.Min(rows - taken, Tile - level.Rows);
            pixels.AsSpan(taken * level.Width, count * level.Width).CopyTo(level.Buffer.AsSpan(level.Rows * level.Width));
            level.Rows += count;
            taken += count;
            if (level.Rows == Tile) await FlushAsync(index, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes the row of tiles that is there, and hands it halved to the next level.</summary>
    private async Task FlushAsync(int index, CancellationToken cancellationToken)
    {
        Level level = _levels[index];
        if (level.Rows == 0) return;
        int rows = level.Rows;
        for (int column = 0; column < PyramidTiffShape.Tiles(level.Width); column++)
        {
            ReadOnlyMemory<byte> packed = Pack(level, column, rows);
            level.Offsets.Add(_end);
            level.Lengths.Add(packed.Length);
            await PutAsync(packed, cancellationToken).ConfigureAwait(false);
        }

        if (index + 1 < _levels.Length) await AddAsync(index + 1, Halved(level, rows, _levels[index + 1].Width), (rows + 1) / 2, cancellationToken).ConfigureAwait(false);
        level.Rows = 0;
    }

    private ReadOnlyMemory<byte> Pack(Level level, int column, int rows)
    {
        int bytes = _shape.BitsPerPixel / 8, left = column * Tile, width = Math.Min(Tile, level.Width - left);
        byte[] row = new byte[Tile * bytes];
        var packed = new MemoryStream();
        using (var deflate = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int y = 0; y < Tile; y++)
            {
                row.AsSpan().Clear();
                if (y < rows)
                {
                    ReadOnlySpan<ushort> source = level.Buffer.AsSpan(y * level.Width + left, width);
                    ushort before = 0;
                    for (int x = 0; x < Tile; x++)
                    {
                        ushort value = x < width ? source[x] : (ushort)0, difference = (ushort)(value - before);
                        if (bytes == 2) BinaryPrimitives.WriteUInt16LittleEndian(row.AsSpan(2 * x), difference);
                        else row[x] = (byte)difference;
                        before = value;
                    }
                }

                deflate.Write(row);
            }
        }

        return packed.GetBuffer().AsMemory(0, (int)packed.Length);
    }

    /// <summary>Means of 2 × 2 pixels; an odd last row or column stands twice.</summary>
    private static ushort[] Halved(Level level, int rows, int width)
    {
        var half = new ushort[width * ((rows + 1) / 2)];
        for (int y = 0; y < (rows + 1) / 2; y++)
        {
            ReadOnlySpan<ushort> upper = level.Buffer.AsSpan(2 * y * level.Width, level.Width), lower = level.Buffer.AsSpan(Math.Min(2 * y + 1, rows - 1) * level.Width, level.Width);
            for (int x = 0; x < width; x++)
            {
                int right = Math.Min(2 * x + 1, level.Width - 1);
                half[y * width + x] = (ushort)((upper[2 * x] + upper[right] + lower[2 * x] + lower[right] + 2) >> 2);
            }
        }

        return half;
    }

    private async Task<long> DirectoryAsync(Level level, int index, string? description, long[] halvings, CancellationToken cancellationToken)
    {
        List<(ushort Tag, ushort Type, long Count, byte[] Data)> fields =
        [
            Field(254, Long, index == 0 ? 0 : 1), Field(256, Long, level.Width), Field(257, Long, level.Height), Field(258, Short, _shape.BitsPerPixel), Field(259, Short, Deflate), Field(262, Short, 1),
            Field(277, Short, 1), Field(284, Short, 1), Field(317, Short, HorizontalDifferences), Field(322, Long, Tile), Field(323, Long, Tile),
            Field(324, _big ? Long8 : Long, [.. level.Offsets]), Field(325, _big ? Long8 : Long, [.. level.Lengths]), Field(339, Short, 1), Text(305, "LtoAutoscope"),
        ];
        if (description is not null) fields.Add(Text(270, description));
        if (halvings.Length > 0) fields.Add(Field(330, _big ? Ifd8 : Ifd, halvings));
        if (_shape.PixelSizeNm is { } nm && nm > 0)
        {
            byte[] resolution = Resolution(nm * Math.Pow(2, index));
            fields.AddRange([(282, Rational, 1, resolution), (283, Rational, 1, resolution), Field(296, Short, 3)]);
        }

        return await DirectoryAsync([.. fields.OrderBy(field => field.Tag)], cancellationToken).ConfigureAwait(false);
    }

    private async Task<long> DirectoryAsync((ushort Tag, ushort Type, long Count, byte[] Data)[] fields, CancellationToken cancellationToken)
    {
        int word = _big ? 8 : 4, head = _big ? 8 : 2, entry = _big ? 20 : 12;
        var values = new long[fields.Length];
        for (int i = 0; i < fields.Length; i++)
        {
            if (fields[i].Data.Length <= word) continue;
            await AlignAsync(cancellationToken).ConfigureAwait(false);
            values[i] = _end;
            await PutAsync(fields[i].Data, cancellationToken).ConfigureAwait(false);
        }

        await AlignAsync(cancellationToken).ConfigureAwait(false);
        long at = _end;
        var directory = new byte[head + fields.Length * entry + word];
        if (_big) BinaryPrimitives.WriteInt64LittleEndian(directory, fields.Length);
        else BinaryPrimitives.WriteUInt16LittleEndian(directory, (ushort)fields.Length);
        for (int i = 0; i < fields.Length; i++)
        {
            Span<byte> place = directory.AsSpan(head + i * entry, entry);
            BinaryPrimitives.WriteUInt16LittleEndian(place, fields[i].Tag);
            BinaryPrimitives.WriteUInt16LittleEndian(place[2..], fields[i].Type);
            Number(place[4..], fields[i].Count);
            if (fields[i].Data.Length <= word) fields[i].Data.CopyTo(place[(4 + word)..]);
            else Number(place[(4 + word)..], values[i]);
        }

        await PutAsync(directory, cancellationToken).ConfigureAwait(false);
        return at;
    }

    private void Number(Span<byte> place, long value)
    {
        if (_big) BinaryPrimitives.WriteInt64LittleEndian(place, value);
        else BinaryPrimitives.WriteUInt32LittleEndian(place, checked((uint)value));
    }

    private static (ushort, ushort, long, byte[]) Field(ushort tag, ushort type, params long[] values)
    {
        int size = TiffEntry.SizeOf(type);
        var data = new byte[values.Length * size];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> place = data.AsSpan(i * size);
            if (size == 2) BinaryPrimitives.WriteUInt16LittleEndian(place, checked((ushort)values[i]));
            else if (size == 4) BinaryPrimitives.WriteUInt32LittleEndian(place, checked((uint)values[i]));
            else BinaryPrimitives.WriteInt64LittleEndian(place, values[i]);
        }

        return (tag, type, values.Length, data);
    }

    private static (ushort, ushort, long, byte[]) Text(ushort tag, string text) => (tag, Ascii, text.Length + 1, [.. Encoding.ASCII.GetBytes(text), 0]);

    /// <summary>Pixels a centimetre, as a fraction as fine as 32 bits allow.</summary>
    private static byte[] Resolution(double nm)
    {
        double perCentimetre = NanometresPerCentimetre / nm;
        uint below = 1;
        while (below < 100_000_000 && perCentimetre * below * 10 < uint.MaxValue) below *= 10;
        var data = new byte[8];
        BinaryPrimitives.WriteUInt32LittleEndian(data, (uint)Math.Round(perCentimetre * below));
        BinaryPrimitives.WriteUInt32LittleEndian(data.AsSpan(4), below);
        return data;
    }

    /// <summary>Values begin at even offsets (TIFF 6.0), those of a BigTIFF at multiples of 8.</summary>
    private async Task AlignAsync(CancellationToken cancellationToken)
    {
        int over = (int)(_end % (_big ? 8 : 2));
        if (over > 0) await PutAsync(new byte[(_big ? 8 : 2) - over], cancellationToken).ConfigureAwait(false);
    }

    private async Task PutAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
    {
        _stream.Position = _end;
        await _stream.WriteAsync(bytes, cancellationToken).ConfigureAwait(false);
        _end += bytes.Length;
    }

    private sealed class Level(int width, int height)
    {
        public int Width => width;

        public int Height => height;

        public ushort[] Buffer { get; } = new ushort[width * Math.Min(Tile, height + 1)];

        public int Rows { get; set; }

        public List<long> Offsets { get; } = [];

        public List<long> Lengths { get; } = [];
    }
}
