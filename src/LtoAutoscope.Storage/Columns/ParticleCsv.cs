using System.Buffers.Text;
using System.Globalization;
using System.IO.Hashing;
using System.Text;
using LtoAutoscope.Domain;

namespace LtoAutoscope.Storage.Columns;

/// <summary>Reads <c>particles.csv</c> line by line from its bytes: into columns, or row by row.</summary>
public static class ParticleCsv
{
    private const int Buffer = 1 << 20;
    private static readonly string[] Required = ["particle_id", "frame", "touches_border"];

    /// <summary>Reads a table into columns; they are found by name, and those that it lacks are NaN.</summary>
    /// <exception cref="InputException">The table is missing, lacks a column that no table lacks, or a value is no number.</exception>
    public static async Task<(ParticleColumnsBuilder Columns, ColumnSource Source)> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var info = new FileInfo(path);
        var columns = new ParticleColumnsBuilder(info.Exists ? (int)Math.Min(info.Length / 300, 4_000_000) : 0);
        List<double>[] targets = columns.Targets(ParticleColumnsBuilder.Columns);
        ColumnSource source = await ReadAsync(path, ParticleColumnsBuilder.Columns, Add, cancellationToken).ConfigureAwait(false);
        return (columns, source);

        void Add(ReadOnlySpan<byte> id, ReadOnlySpan<byte> frame, bool touchesBorder, bool overlapped, ReadOnlySpan<double> numbers)
        {
            for (int i = 0; i < targets.Length; i++) targets[i].Add(numbers[i]);
            columns.AddRow(id, frame, touchesBorder, overlapped);
        }
    }

    /// <summary>Reads a table row by row; nothing of it is kept.</summary>
    /// <param name="path">The table.</param>
    /// <param name="columns">Names of the columns of numbers that are wanted; the others are not read.</param>
    /// <param name="row">Takes each row; what it is given holds until it returns.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What the file was.</returns>
    /// <exception cref="InputException">The table is missing or empty, lacks a column that no table lacks, or a value is no number.</exception>
    public static async Task<ColumnSource> ReadAsync(string path, IReadOnlyList<string> columns, ParticleRowHandler row, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(row);
        var info = new FileInfo(path);
        if (!info.Exists) throw new InputException("the particle table is missing", path, "Restore it from a backup");
        (long length, long modified) = (info.Length, info.LastWriteTimeUtc.Ticks);
        var hash = new XxHash3();
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false))
        {
            var reader = new LineReader(path, columns, row);
            byte[] buffer = new byte[Buffer];
            int held = 0;
            while (await file.ReadAsync(buffer.AsMemory(held), cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                hash.Append(buffer.AsSpan(held, read));
                int end = held + read, used = reader.Take(buffer.AsSpan(0, end));
                held = end - used;
                buffer.AsSpan(used, held).CopyTo(buffer);
                if (held == buffer.Length) throw new InputException("the particle table has a line of more than a megabyte", path, "Restore it from a backup");
            }

            if (held > 0) reader.Take([.. buffer.AsSpan(0, held), (byte)'\n']);
            reader.RequireHead();
            return new ColumnSource("particles.csv", length, modified, hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Whether a file is still what columns were made from: its length and time, or else its content.</summary>
    public static async Task<bool> IsUnchangedAsync(string path, ColumnSource source, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(source);
        var info = new FileInfo(path);
        if (!info.Exists || info.Length != source.Length || source.Kind != "particles.csv") return false;
        if (info.LastWriteTimeUtc.Ticks == source.ModifiedTicks) return true;
        var hash = new XxHash3();
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 * 1024, FileOptions.SequentialScan | FileOptions.Asynchronous);
        await using (file.ConfigureAwait(false)) await hash.AppendAsync(file, cancellationToken).ConfigureAwait(false);
        return hash.GetCurrentHashAsUInt64().ToString("x16", CultureInfo.InvariantCulture) == source.Hash;
    }

    private sealed class LineReader(string path, IReadOnlyList<string> columns, ParticleRowHandler row)
    {
        private readonly double[] _values = new double[columns.Count];
        private (int Id, int Frame, int Border, int Class) _words;
        private int[]? _positions;
        private int _fields;
        private int _line;
        private readonly List<Range> _cut = [];
        private byte[] _unquoted = [];

        public void RequireHead()
        {
            if (_positions is null) throw new InputException("the particle table is empty", path, "Restore it from a backup");
        }

        /// <summary>Takes all whole lines; returns how many bytes they are.</summary>
        public int Take(ReadOnlySpan<byte> bytes)
        {
            int used = 0;
            while (bytes[used..].IndexOf((byte)'\n') is >= 0 and var length)
            {
                ReadOnlySpan<byte> line = bytes.Slice(used, length);
                used += length + 1;
                _line++;
                if (line.EndsWith("\r"u8)) line = line[..^1];
                if (_positions is null) Head(line);
                else if (line.Length > 0) Row(line);
            }

            return used;
        }

        private void Head(ReadOnlySpan<byte> line)
        {
            if (line.StartsWith("\uFEFF"u8)) line = line[3..];
            string[] names = Encoding.UTF8.GetString(line).Split(',');
            _fields = names.Length;
            foreach (string needed in Required.Where(name => !names.Contains(name)))
                throw new InputException($"the particle table lacks the column '{needed}'", path, "Restore it from a backup");
            _words = (Array.IndexOf(names, "particle_id"), Array.IndexOf(names, "frame"), Array.IndexOf(names, "touches_border"), Array.IndexOf(names, "class"));
            _positions = [.. columns.Select(key => Array.IndexOf(names, key))];
        }

        private void Row(ReadOnlySpan<byte> line)
        {
            Cut(ref line);
            if (_cut.Count != _fields) throw Broken($"has {_cut.Count} fields instead of {_fields}");
            for (int i = 0; i < _positions!.Length; i++) _values[i] = _positions[i] < 0 ? double.NaN : Number(line[_cut[_positions[i]]], _positions[i]);
            ReadOnlySpan<byte> border = line[_cut[_words.Border]];
            bool edge = border.SequenceEqual("true"u8);
            if (!edge && !border.SequenceEqual("false"u8)) throw Broken("tells neither true nor false under touches_border");
            row(line[_cut[_words.Id]], line[_cut[_words.Frame]], edge, _words.Class >= 0 && line[_cut[_words.Class]].SequenceEqual("overlapped"u8), _values);
        }

        private double Number(ReadOnlySpan<byte> field, int position)
        {
            if (field.SequenceEqual("NaN"u8)) return double.NaN;
            if (Utf8Parser.TryParse(field, out double value, out int read) && read == field.Length) return value;
            return double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value) ? value : throw Broken($"has no number in field {position + 1}");
        }

        /// <summary>Cuts a line at its commas; one with quotes is written anew without them first.</summary>
        private void Cut(ref ReadOnlySpan<byte> line)
        {
            _cut.Clear();
            int start = 0;
            if (line.IndexOf((byte)'"') < 0)
            {
                for (int i = 0; i <= line.Length; i++)
                {
                    if (i < line.Length && line[i] != (byte)',') continue;
                    _cut.Add(start..i);
                    start = i + 1;
                }

                return;
            }

            if (_unquoted.Length < line.Length) _unquoted = new byte[line.Length * 2];
            int length = 0;
            bool quoted = false;
            for (int i = 0; i <= line.Length; i++)
            {
                if (i == line.Length || (line[i] == (byte)',' && !quoted))
                {
                    _cut.Add(start..length);
                    start = length;
                }
                else if (line[i] != (byte)'"') _unquoted[length++] = line[i];
                else if (quoted && i + 1 < line.Length && line[i + 1] == (byte)'"') _unquoted[length++] = line[i++];
                else quoted = !quoted;
            }

            line = _unquoted.AsSpan(0, length);
        }

        private InputException Broken(string what) => new($"line {_line.ToString(CultureInfo.InvariantCulture)} of the particle table {what}", path, "Restore it from a backup");
    }
}
