using System.Text.Json.Nodes;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Runs;
using LtoAutoscope.Storage.Journals;

namespace LtoAutoscope.Storage.Tests.Journals;

/// <summary>The journal line by line, in blocks of its bytes.</summary>
public sealed class JournalReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-journal-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string JournalPath => Path.Combine(_folder, "journal.ndjson");

    [Fact]
    public async Task ReadAsync_LineByLine_GivesWhatTheWholeGives()
    {
        await WriteAsync(1500);
        List<RunEvent> seen = [];
        await JournalReader.ReadAsync(JournalPath, seen.Add, Token);
        Assert.True(new FileInfo(JournalPath).Length > 900_000);
        Assert.Equal((await JournalReader.ReadAsync(JournalPath, Token)).Select(line => (line.Sequence, line.Kind, line.Data.ToJsonString())), seen.Select(line => (line.Sequence, line.Kind, line.Data.ToJsonString())));
    }

    [Fact]
    public async Task ReadAsync_TornLastLine_IsLeftOut()
    {
        await WriteAsync(900);
        await using (FileStream file = new(JournalPath, FileMode.Append)) await file.WriteAsync("{\"seq\":901,\"ti"u8.ToArray(), Token);
        int lines = 0;
        await JournalReader.ReadAsync(JournalPath, _ => lines++, Token);
        Assert.Equal(900, lines);
    }

    /// <summary>Wherever a block of the reader may end, a damaged line that others follow is no torn one.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(500)]
    [InlineData(899)]
    public async Task ReadAsync_DamagedLineBeforeOthers_IsRefusedWithItsNumber(int line)
    {
        await WriteAsync(900);
        byte[] bytes = await File.ReadAllBytesAsync(JournalPath, Token);
        int start = 0;
        for (int i = 1; i < line; i++) start = Array.IndexOf(bytes, (byte)'\n', start) + 1;
        bytes[start + 20] ^= 1;
        await File.WriteAllBytesAsync(JournalPath, bytes, Token);
        int given = 0;
        InputException error = await Assert.ThrowsAsync<InputException>(() => JournalReader.ReadAsync(JournalPath, _ => given++, Token));
        Assert.Equal($"{JournalPath}, line {line}", error.Where);
        Assert.True(given < line);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Lines of uneven length, one of them longer than a block.</summary>
    private Task WriteAsync(int lines) => JournalWriter.WriteAsync(JournalPath, Enumerable.Range(1, lines).Select(i => ("decision", DateTimeOffset.UnixEpoch.AddSeconds(i), new JsonObject { ["text"] = new string('x', i == 300 ? 600_000 : i * 37 % 400) })), Token);
}
