using System.Text.Json.Nodes;
using CsCheck;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Journals;
using Microsoft.Extensions.Time.Testing;

namespace LtoAutoscope.Storage.Tests.Journals;

public sealed class NdjsonJournalTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 3, 14, 20, 0, 0, TimeSpan.Zero));
    private static CancellationToken Token => TestContext.Current.CancellationToken;
    private string JournalPath => _folder.PathOf("journal.ndjson");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AppendAsync_Reopened_ReadsTheSameEvents()
    {
        IReadOnlyList<RunEvent> written;
        await using (NdjsonJournal journal = await OpenAsync())
        {
            await journal.AppendAsync("run_started", new JsonObject { ["µ"] = "größer\nzweite Zeile \"q\" \u2028", ["pi"] = Math.PI, ["nan"] = double.NaN, ["none"] = null }, Token);
            _time.Advance(TimeSpan.FromTicks(12345));
            await journal.AppendAsync("run_completed", new JsonObject { ["deep"] = new JsonObject { ["list"] = new JsonArray(1, 2.5, "x") } }, Token);
            written = journal.Events;
        }

        await using NdjsonJournal again = await OpenAsync();
        Assert.Equal(2, again.Events.Count);
        AssertSame(written, again.Events);
        Assert.Equal([1L, 2L], again.Events.Select(e => e.Sequence));
        Assert.Equal(_time.GetUtcNow(), again.Events[1].Time);
        Assert.Equal("größer\nzweite Zeile \"q\" \u2028", again.Events[0].Data["µ"]!.GetValue<string>());
        Assert.Equal(2, (await File.ReadAllTextAsync(JournalPath, Token)).Count(c => c == '\n'));
    }

    [Fact]
    public async Task OpenAsync_CutAtEveryByte_KeepsThePrefixOfWholeLinesAndNothingElse()
    {
        await WriteSampleAsync(JournalPath, 2);
        byte[] whole = await File.ReadAllBytesAsync(JournalPath, Token);
        IReadOnlyList<RunEvent> all = await JournalReader.ReadAsync(JournalPath, Token);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            string path = _folder.PathOf($"cut-{cut}/journal.ndjson");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, whole[..cut], Token);
            int lines = whole.AsSpan(0, cut).Count((byte)'\n');
            int lastLineEnd = whole.AsSpan(0, cut).LastIndexOf((byte)'\n') + 1;

            await using (NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, _time, Token))
            {
                AssertSame(all.Take(lines).ToList(), journal.Events);
                Assert.Equal(lastLineEnd, new FileInfo(path).Length);
                Assert.Equal(lastLineEnd < cut, File.Exists(path + ".torn-1"));
                if (lastLineEnd < cut) Assert.Equal(whole[lastLineEnd..cut], await File.ReadAllBytesAsync(path + ".torn-1", Token));
                RunEvent next = await journal.AppendAsync("decision", new JsonObject { ["after"] = cut }, Token);
                Assert.Equal(lines + 1, next.Sequence);
            }

            Assert.Equal(lines + 1, (await JournalReader.ReadAsync(path, Token)).Count);
        }
    }

    [Fact]
    public async Task OpenAsync_AnyByteOfAMiddleLineChanged_RefusesAndNamesTheLine()
    {
        await WriteSampleAsync(JournalPath, 3);
        byte[] whole = await File.ReadAllBytesAsync(JournalPath, Token);
        int firstEnd = Array.IndexOf(whole, (byte)'\n'), secondEnd = Array.IndexOf(whole, (byte)'\n', firstEnd + 1);
        for (int place = firstEnd + 1; place < secondEnd; place++)
        {
            byte[] damaged = [.. whole];
            damaged[place] ^= 0x05;
            await File.WriteAllBytesAsync(JournalPath, damaged, Token);
            var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync());
            Assert.Equal($"{JournalPath}, line 2", error.Where);
            Assert.Equal(damaged, await File.ReadAllBytesAsync(JournalPath, Token));
        }
    }

    [Fact]
    public async Task OpenAsync_LastLineZeroedByAPowerCut_IsCutOff()
    {
        await WriteSampleAsync(JournalPath, 2);
        await using (FileStream file = new(JournalPath, FileMode.Append)) await file.WriteAsync(new byte[4096], Token);
        await using NdjsonJournal journal = await OpenAsync();
        Assert.Equal(2, journal.Events.Count);
        Assert.Equal(4096, new FileInfo(JournalPath + ".torn-1").Length);
    }

    [Fact]
    public async Task OpenAsync_ALineTakenOut_IsRefusedAsAGapInTheSequence()
    {
        await WriteSampleAsync(JournalPath, 4);
        string[] lines = await File.ReadAllLinesAsync(JournalPath, Token);
        await File.WriteAllTextAsync(JournalPath, string.Join('\n', lines[0], lines[2], lines[3], ""), Token);
        var error = await Assert.ThrowsAsync<InputException>(() => OpenAsync());
        Assert.Contains("sequence number 3 where 2", error.What, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AppendAsync_DiskFullAfterAnyNumberOfBytes_LeavesTheLastWholeLineAndGoesOnLater()
    {
        await Gen.Int[0, 200].SampleAsync(async written =>
        {
            string path = _folder.PathOf($"full-{Guid.NewGuid():N}.ndjson");
            var disk = new FailingDisk();
            await using NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, _time, disk, Token);
            await journal.AppendAsync("run_started", [], Token);
            byte[] before = await ReadSharedAsync(path);

            disk.BytesUntilFull = written;
            await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync("frame_saved", new JsonObject { ["text"] = new string('y', 300) }, Token));
            Assert.Single(journal.Events);
            Assert.Equal(before, await ReadSharedAsync(path));

            disk.BytesUntilFull = null;
            RunEvent next = await journal.AppendAsync("frame_saved", new JsonObject { ["n"] = 2 }, Token);
            Assert.Equal(2, next.Sequence);
            Assert.Equal(2, (await JournalReader.ReadAsync(path, Token)).Count);
        }, iter: 30, threads: 1);
    }

    [Fact]
    public async Task AppendAsync_TruncationFailsToo_IsMadeGoodByTheNextAppend()
    {
        var disk = new FailingDisk();
        await using NdjsonJournal journal = await NdjsonJournal.OpenAsync(JournalPath, _time, disk, Token);
        await journal.AppendAsync("run_started", [], Token);
        (disk.BytesUntilFull, disk.TruncateFails) = (10, true);
        await Assert.ThrowsAsync<IOException>(() => journal.AppendAsync("frame_saved", [], Token));
        (disk.BytesUntilFull, disk.TruncateFails) = (null, false);
        await journal.AppendAsync("frame_saved", [], Token);
        Assert.Equal(2, (await JournalReader.ReadAsync(JournalPath, Token)).Count);
    }

    [Fact]
    public async Task AppendAsync_ManyThreads_LeavesNoGapAndNoMixedLine()
    {
        await using NdjsonJournal journal = await OpenAsync();
        await Parallel.ForAsync(0, 200, Token, async (i, token) => await journal.AppendAsync("decision", new JsonObject { ["i"] = i }, token));
        IReadOnlyList<RunEvent> read = await JournalReader.ReadAsync(JournalPath, Token);
        Assert.Equal(Enumerable.Range(1, 200).Select(i => (long)i), read.Select(e => e.Sequence));
        Assert.Equal(Enumerable.Range(0, 200), read.Select(e => e.Data["i"]!.GetValue<int>()).Order());
    }

    [Fact]
    public async Task AppendAsync_Cancelled_WritesNothing()
    {
        await using NdjsonJournal journal = await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => journal.AppendAsync("decision", [], new CancellationToken(canceled: true)));
        Assert.Equal(0, journal.Length);
    }

    [Fact]
    public async Task OpenAsync_TwentyKillsOfTheWriter_LosesNothingThatWasAcknowledged()
    {
        var random = new Random(20260314);
        long acknowledged = 0;
        for (int kill = 0; kill < 20; kill++)
        {
            using var child = ChildProcess.Start("append", JournalPath);
            int lines = random.Next(1, 40);
            for (int i = 0; i < lines; i++)
            {
                string? line = await child.StandardOutput.ReadLineAsync(Token);
                if (line is null) Assert.Fail(await child.StandardError.ReadToEndAsync(Token));
                acknowledged = long.Parse(line, System.Globalization.CultureInfo.InvariantCulture);
            }

            child.Kill();
            await child.WaitForExitAsync(Token);
            string rest = await child.StandardOutput.ReadToEndAsync(Token);
            acknowledged += rest.Count(c => c == '\n');

            await using NdjsonJournal journal = await OpenAsync();
            Assert.InRange(journal.Events.Count, acknowledged, acknowledged + 1);
            for (int i = 0; i < journal.Events.Count; i++) Assert.Equal(i + 1, journal.Events[i].Data["number"]!.GetValue<long>());
            acknowledged = journal.Events.Count;
        }
    }

    private Task<NdjsonJournal> OpenAsync() => NdjsonJournal.OpenAsync(JournalPath, _time, Token);

    private async Task WriteSampleAsync(string path, int lines)
    {
        await using NdjsonJournal journal = await NdjsonJournal.OpenAsync(path, _time, Token);
        for (int i = 1; i <= lines; i++)
            await journal.AppendAsync("frame_accepted", new JsonObject { ["frame_id"] = $"a01-f{i:0000}", ["count"] = i }, Token);
    }

    private static async Task<byte[]> ReadSharedAsync(string path)
    {
        await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var copy = new MemoryStream();
        await stream.CopyToAsync(copy, Token);
        return copy.ToArray();
    }

    private static void AssertSame(IReadOnlyList<RunEvent> expected, IReadOnlyList<RunEvent> actual)
    {
        Assert.Equal(expected.Select(Text), actual.Select(Text));
        static string Text(RunEvent e) => $"{e.Sequence} {e.Time:O} {e.Kind} {e.Data.ToJsonString(Domain.Files.DomainJson.Line)}";
    }

    private sealed class FailingDisk : IJournalDisk
    {
        public int? BytesUntilFull { get; set; }

        public bool TruncateFails { get; set; }

        public void Write(FileStream file, long offset, ReadOnlySpan<byte> bytes)
        {
            if (BytesUntilFull is not { } room)
            {
                JournalDisk.Real.Write(file, offset, bytes);
                return;
            }

            JournalDisk.Real.Write(file, offset, bytes[..Math.Min(room, bytes.Length)]);
            throw new IOException("There is not enough space on the disk.");
        }

        public void Truncate(FileStream file, long length)
        {
            if (TruncateFails) throw new IOException("The disk is gone.");
            JournalDisk.Real.Truncate(file, length);
        }
    }
}
