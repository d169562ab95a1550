using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain.Geometry;
using LtoAutoscope.Domain.Instruments;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Instruments.Transports;
using LtoAutoscope.Instruments.Tests.Bench;
using LtoAutoscope.Twin;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>Mutated exchanges on the codecs, and over real connections against both ends: no crash, no hang beyond the time-outs, nothing unsafe on the wire.</summary>
public sealed class SharkSemFuzzTests
{
    private const int Seed = 20240611;
    private static readonly string[] NeverSent = ["VacVent", "VacPump", "StgMove", "HVAutoHeat", "StgCalibrate", "Arl2Vent"];
    private static readonly byte[][] Golden = [.. Transcript.Files.SelectMany(Transcript.Load).Select(message => message.Bytes)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Mutated messages on the codecs: 10⁵, or as many as SHARKSEM_FUZZ says; the whole run is 10⁶.</summary>
    private static int CodecRuns
        => int.TryParse(Environment.GetEnvironmentVariable("SHARKSEM_FUZZ"), NumberStyles.None, CultureInfo.InvariantCulture, out int runs) ? runs : 100_000;

    [Fact]
    public async Task Codecs_MutatedMessages_FailOnlyAsTheySay()
    {
        var random = new Random(Seed);
        var link = new BytesLink();
        int messages = 0, refused = 0;
        for (int run = 0; run < CodecRuns; run++)
        {
            link.Load(Mutate(Golden[random.Next(Golden.Length)], random), random.Next(1, 200));
            var reader = new SharkSemMessageReader(link, 1 << 16, 256);
            try
            {
                while (await reader.ReadAsync(Token) is { } message)
                {
                    messages++;
                    Read(message, random);
                }
            }
            catch (Exception failure) when (failure is FormatException || failure is InstrumentFaultException { Fault: Fault.MalformedAnswer or Fault.LinkLost })
            {
                refused++;
            }
        }

        Assert.True(messages > CodecRuns / 10, $"Only {messages} messages were read.");
        Assert.True(refused > CodecRuns / 10, $"Only {refused} were refused.");
    }

    /// <summary>A server that answers with noise, late, twice, halves, or not at all; and that closes connections in between.</summary>
    [Fact]
    public async Task Driver_AgainstAHostileServer_EndsEveryCallInTimeAndSendsNothingUnsafe()
    {
        await using var server = new HostileServer(Seed);
        var settings = new SharkSemSettings
        {
            Port = server.Port, AnswerTimeout = TimeSpan.FromMilliseconds(60), QuietTime = TimeSpan.FromMilliseconds(8), ConnectTimeout = TimeSpan.FromSeconds(2),
            PollInterval = TimeSpan.FromMilliseconds(2), StartGrace = TimeSpan.Zero, PositionLag = TimeSpan.Zero, FrameStallTimeout = TimeSpan.FromMilliseconds(60),
            MoveTimeout = TimeSpan.FromMilliseconds(150), HighVoltageTimeout = TimeSpan.FromMilliseconds(150), OpticsTimeout = TimeSpan.FromMilliseconds(60),
            AutomaticTimeout = TimeSpan.FromMilliseconds(100), StopReadBackTimeout = TimeSpan.FromMilliseconds(60),
        };
        server.IsHostile = false;
        await using SharkSemMicroscope microscope = await SharkSemMicroscope.ConnectAsync(settings, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        var random = new Random(Seed);
        int moves = 0, faults = 0;
        for (int run = 0; server.Exchanges < 1000; run++)
        {
            Assert.True(run < 3000, $"Only {server.Exchanges} exchanges in {run} calls.");
            server.IsHostile = true;
            try
            {
                await CallAsync(microscope, random, () => moves++).WaitAsync(TimeSpan.FromSeconds(30), Token);
            }
            catch (InstrumentFaultException fault)
            {
                faults++;
                if (fault.Fault != Fault.LinkLost) continue;
                server.IsHostile = false;
                await ReconnectAsync(microscope).WaitAsync(TimeSpan.FromSeconds(60), Token);
            }
        }

        Assert.True(faults > 20, $"Only {faults} faults: the server was not hostile.");
        Assert.Empty(server.Functions.Intersect(NeverSent));
        Assert.True(server.Functions.Count(function => function == "StgMoveTo") <= moves, "A move was sent that nobody asked for.");
    }

    /// <summary>A client that sends noise; a well-behaved one beside it goes on being served.</summary>
    [Fact]
    public async Task Server_AgainstHostileClients_GoesOnServing()
    {
        TwinHost twin = await TwinHost.StartAsync(TwinBench.Options, new BlobWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        await using var ends = twin;
        await using SharkSemMicroscope good = await SharkSemMicroscope.ConnectAsync(
            new SharkSemSettings { Port = twin.SharkSem.Port, AnswerTimeout = TimeSpan.FromSeconds(20) }, PatientTime.Instance, NullLoggerFactory.Instance, Token);
        var random = new Random(Seed);
        for (int run = 0, sent = 0; sent < 1000; run++)
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, twin.SharkSem.Port, Token);
            try
            {
                for (int message = 0; message < 40; message++, sent++)
                    await client.GetStream().WriteAsync(Mutate(Golden[random.Next(Golden.Length)], random), Token);
            }
            catch (IOException)
            {
                sent++;
            }

            if (run % 5 == 0) Assert.NotEqual(StageMotion.Unknown, await good.Stage.ReadMotionAsync(Token));
        }

        Assert.InRange(await good.Column.ReadWorkingDistanceMmAsync(Token), 1, 200);
    }

    private static void Read(SharkSemMessage message, Random random)
    {
        SharkSemBodyReader body = message.Read();
        switch (random.Next(4))
        {
            case 0:
                SharkSemPiece piece = SharkSemPiece.Parse(message.Body);
                var assembly = new SharkSemFrameAssembly(piece.Frame, piece.Channel, 8, 4, piece.BitsPerPixel);
                assembly.Add(piece);
                Assert.InRange(assembly.Received, 0, 32);
                break;
            case 1:
                _ = SharkSemMap.Parse(body.String()).Count;
                break;
            case 2:
                while (!body.AtEnd) _ = body.Float();
                break;
            default:
                _ = (body.Int(), body.UInt(), body.Bytes().Length, body.OptionalFloat());
                break;
        }
    }

    /// <summary>One to four changes: bits, bytes, cuts, doublings, sizes.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int changes = random.Next(0, 5); changes > 0 && bytes.Length > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            switch (random.Next(7))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes[at] = (byte)random.Next(256); break;
                case 2: bytes = bytes[..at]; break;
                case 3: bytes = [.. bytes, .. bytes[at..]]; break;
                case 4: bytes = [.. bytes[..at], (byte)random.Next(256), .. bytes[at..]]; break;
                case 5: if (bytes.Length >= 20) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(16), (uint)random.Next(0, 100)); break;
                default: if (bytes.Length >= 36) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(32), (uint)random.Next()); break;
            }
        }

        return bytes;
    }

    private static Task CallAsync(SharkSemMicroscope microscope, Random random, Action onMove)
    {
        switch (random.Next(12))
        {
            case 0:
                onMove();
                return microscope.Stage.MoveAsync(StageTarget.Planar(random.Next(-9, 9), random.Next(-9, 9)), Token);
            case 1: return microscope.Scanner.ScanFrameAsync(new ScanRequest(8, 4, 16, 0.1), null, Token);
            case 2: return microscope.Column.SetBeamAsync(true, 5, Token);
            case 3: return microscope.Column.SetWorkingDistanceMmAsync(10, Token);
            case 4: return microscope.Detectors.ListAsync(Token);
            case 5: return microscope.Stage.ReadLimitsAsync(Token);
            case 6: return microscope.StopAsync(Token);
            case 7: return microscope.Automatic.AutoFocusAsync(0, Token);
            case 8: return microscope.Vacuum.ReadPressurePaAsync(Token);
            case 9: return microscope.Column.SetBlankAsync(true, Token);
            case 10: return microscope.Detectors.SetSignalAsync(0, 50, 50, Token);
            default: return microscope.Stage.ReadPositionAsync(Token);
        }
    }

    /// <summary>What was noise before may still be on its way when the server means well again, so that an attempt or two may fail.</summary>
    private static async Task ReconnectAsync(SharkSemMicroscope microscope)
    {
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                await microscope.ReconnectAsync(Token);
                return;
            }
            catch (InstrumentFaultException fault) when (attempt < 20)
            {
                if (fault.Fault == Fault.ServerRestarted) return;
            }
        }
    }

    /// <summary>A link that hands out prepared bytes in small portions.</summary>
    private sealed class BytesLink : IByteLink
    {
        private ReadOnlyMemory<byte> _left;
        private int _portion;

        public string Name => "bytes";

        public void Load(byte[] bytes, int portion) => (_left, _portion) = (bytes, portion);

        public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            int count = Math.Min(Math.Min(_left.Length, _portion), buffer.Length);
            _left[..count].CopyTo(buffer);
            _left = _left[count..];
            return ValueTask.FromResult(count);
        }

        public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
