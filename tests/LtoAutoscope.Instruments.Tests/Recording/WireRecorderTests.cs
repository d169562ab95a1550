using System.Text;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.Recording;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;

namespace LtoAutoscope.Instruments.Tests.Recording;

public sealed class WireRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lto-wire-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Listen_WriteAndRead_AreWrittenDownInOrder()
    {
        string file = Path.Combine(_folder, "one.log");
        await using (var recorder = WireRecorder.ToFile(file, PatientTime.Instance))
        {
            var inner = new EchoLink("host:1");
            await using IByteLink link = recorder.Listen(inner, "sem line");
            await link.WriteAsync("VER?\r"u8.ToArray(), Token);
            Assert.Equal(5, await link.ReadAsync(new byte[16], Token));
        }

        WireLog log = await WireLog.ReadAsync(file, Token);
        Assert.Equal([WireRecordKind.Opened, WireRecordKind.Sent, WireRecordKind.Received, WireRecordKind.Closed], log.Entries.Select(entry => entry.Record.Kind));
        Assert.Equal("host:1", log.Entries[0].Record.Text);
        Assert.All(log.Entries, entry => Assert.Equal("semline", entry.Record.Purpose));
        Assert.Equal("VER?\r", Encoding.ASCII.GetString(log.Entries[2].Record.Bytes.Span));
    }

    [Fact]
    public async Task Listen_LinkLost_SaysWhyOnceAndLetsTheFaultThrough()
    {
        string file = Path.Combine(_folder, "lost.log");
        await using (var recorder = WireRecorder.ToFile(file, PatientTime.Instance))
        {
            await using IByteLink link = recorder.Listen(new EchoLink("host:1") { IsBroken = true }, "stage");
            await Assert.ThrowsAsync<InstrumentFaultException>(() => link.WriteAsync("x"u8.ToArray(), Token).AsTask());
            await Assert.ThrowsAsync<InstrumentFaultException>(() => link.ReadAsync(new byte[4], Token).AsTask());
        }

        WireLog log = await WireLog.ReadAsync(file, Token);
        Assert.Equal("broken", Assert.Single(log.Entries, entry => entry.Record.Kind == WireRecordKind.Lost).Record.Text);
    }

    [Fact]
    public async Task Ring_ManyBytes_StaysWithinItsBoundAndEachFileTellsTheOpenConnections()
    {
        var settings = new WireRecorderSettings { Folder = _folder, FileBytes = 4000, Files = 3, PendingRecords = 100_000 };
        await using (var recorder = new WireRecorder(settings, PatientTime.Instance))
        {
            await using IByteLink link = recorder.Listen(new EchoLink("/dev/ttyUSB0"), "stage");
            for (int i = 0; i < 500; i++) await link.WriteAsync(Encoding.ASCII.GetBytes($"G,{i},0\r"), Token);
            Assert.Equal(0, recorder.Dropped);
        }

        string[] files = [.. Directory.GetFiles(_folder).Order(StringComparer.Ordinal)];
        Assert.Equal(3, files.Length);
        foreach (string file in files)
        {
            Assert.InRange(new FileInfo(file).Length, 1, settings.FileBytes + 300);
            Assert.Equal("/dev/ttyUSB0", (await WireLog.ReadAsync(file, Token)).Entries[0].Record.Text);
        }

        WireLog whole = await WireLog.ReadAsync(_folder, Token);
        Assert.Single(whole.Entries, entry => entry.Record.Kind == WireRecordKind.Opened);
        Assert.Equal("G,499,0\r", Encoding.ASCII.GetString(whole.Entries.Last(entry => entry.Record.Kind == WireRecordKind.Sent).Record.Bytes.Span));
    }

    [Fact]
    public async Task Ring_SecondRecording_NumbersItsConnectionsOn()
    {
        for (int round = 0; round < 2; round++)
        {
            await using var recorder = new WireRecorder(new WireRecorderSettings { Folder = _folder }, PatientTime.Instance);
            await using IByteLink link = recorder.Listen(new EchoLink("host:1"), "control");
            await link.WriteAsync("a"u8.ToArray(), Token);
        }

        WireLog log = await WireLog.ReadAsync(_folder, Token);
        Assert.Equal([1, 1, 1, 2, 2, 2], log.Entries.Select(entry => entry.Record.Connection));
        Assert.Equal(log.Entries.Select(entry => entry.Record.Elapsed).Order(), log.Entries.Select(entry => entry.Record.Elapsed));
    }

    [Fact]
    public async Task ImageConnection_AnyPieces_KeepsHeadersAndSizesOnly()
    {
        byte[] pixels = new byte[100_000];
        byte[] frame = SharkSemMessage.Encode("ScData", 0, SharkSemFlags.None, new SharkSemPiece(7, 0, 0, 8, pixels).ToBody());
        byte[] small = SharkSemMessage.Encode("ScData", 0, SharkSemFlags.None, [1, 2, 3, 4]);
        byte[] all = [.. frame, .. small, .. frame, .. frame[..1000]];
        string file = Path.Combine(_folder, "images.log");
        await using (var recorder = WireRecorder.ToFile(file, PatientTime.Instance))
        {
            await using IByteLink link = recorder.Listen(new EchoLink("host:2", all), "data");
            var buffer = new byte[777];
            for (int left = all.Length; left > 0;) left -= await link.ReadAsync(buffer, Token);
        }

        WireLog log = await WireLog.ReadAsync(file, Token);
        WireRecord[] received = [.. log.Entries.Select(entry => entry.Record).Where(record => record.Kind == WireRecordKind.Received)];
        Assert.Equal([frame.Length, small.Length, frame.Length, frame.Length], received.Select(record => record.Length));
        Assert.All(received, record => Assert.Equal("ScData", SharkSemHeader.Read(record.Bytes.Span).Function));
        Assert.InRange(new FileInfo(file).Length, 1, 3000);
        Assert.Contains($"{frame.Length - 1000} bytes", Assert.Single(log.Entries, entry => entry.Record.Kind == WireRecordKind.Note).Record.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_WedgedDisk_NeitherHoldsUpNorFailsTheWireAndTheLossIsWrittenDown()
    {
        using var release = new ManualResetEventSlim();
        var disk = new Disk { Wedge = release };
        await using (var recorder = new WireRecorder(disk, new WireRecorderSettings { Folder = "", PendingRecords = 50 }, PatientTime.Instance))
        {
            await using IByteLink link = recorder.Listen(new EchoLink("host:1"), "control");
            for (int i = 0; i < 1000; i++) await link.WriteAsync("x"u8.ToArray(), Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token);
            Assert.InRange(recorder.Dropped, 900, 1000);
            release.Set();
            await UntilAsync(() => disk.Lines >= 20);
            await link.WriteAsync("y"u8.ToArray(), Token);
        }

        WireLog log = disk.Read();
        Assert.Contains("records were lost", Assert.Single(log.Entries, entry => entry.Record.Kind == WireRecordKind.Note).Record.Text, StringComparison.Ordinal);
        Assert.Equal("y"u8.ToArray(), log.Entries.Last(entry => entry.Record.Kind == WireRecordKind.Sent).Record.Bytes.ToArray());
    }

    [Fact]
    public async Task Post_FullDisk_IsCountedAndGoesOnWhenThereIsRoom()
    {
        var disk = new Disk { IsFull = true };
        await using (var recorder = new WireRecorder(disk, new WireRecorderSettings { Folder = "", RetryAfter = TimeSpan.Zero }, PatientTime.Instance))
        {
            await using IByteLink link = recorder.Listen(new EchoLink("host:1"), "control");
            for (int i = 0; i < 10; i++) await link.WriteAsync("x"u8.ToArray(), Token);
            await UntilAsync(() => recorder.Dropped >= 11);
            disk.IsFull = false;
            await link.WriteAsync("y"u8.ToArray(), Token);
        }

        WireLog log = disk.Read();
        Assert.StartsWith("11 records were lost", Assert.Single(log.Entries, entry => entry.Record.Kind == WireRecordKind.Note).Record.Text, StringComparison.Ordinal);
        Assert.Equal("host:1", log.Entries[0].Record.Text);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!isSo()) await Task.Delay(5, limit.Token);
    }

    /// <summary>Gives back what was written, or bytes of its own.</summary>
    private sealed class EchoLink(string name, byte[]? own = null) : IByteLink
    {
        private readonly Queue<byte> _bytes = new(own ?? []);

        public bool IsBroken { get; init; }

        public string Name => name;

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (IsBroken) throw new InstrumentFaultException(Fault.LinkLost, "broken");
            int count = 0;
            while (count < buffer.Length && _bytes.TryDequeue(out byte value)) buffer.Span[count++] = value;
            return ValueTask.FromResult(count);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            if (IsBroken) throw new InstrumentFaultException(Fault.LinkLost, "broken");
            foreach (byte value in bytes.Span) _bytes.Enqueue(value);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    /// <summary>A disk that can be full, or wedged until it is released.</summary>
    private sealed class Disk : IWireLogTarget
    {
        private readonly MemoryStream _content = new();

        public ManualResetEventSlim? Wedge { get; init; }

        public bool IsFull { get; set; }

        public int Lines
        {
            get
            {
                lock (_content) return _content.ToArray().Count(value => value == '\n');
            }
        }

        public long StreamBytes => long.MaxValue;

        public Stream Next() => new Surface(this);

        public WireLog Read()
        {
            lock (_content) return WireLog.Parse("disk", [.. Encoding.UTF8.GetString(_content.ToArray()).Split('\n').SkipLast(1)]);
        }

        private sealed class Surface(Disk disk) : MemoryStream
        {
            public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

            public override void Write(ReadOnlySpan<byte> buffer)
            {
                disk.Wedge?.Wait(TimeSpan.FromMinutes(1));
                if (disk.IsFull) throw new IOException("No space left on device");
                lock (disk._content) disk._content.Write(buffer);
            }
        }
    }
}
