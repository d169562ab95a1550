using System.Net;
using System.Net.Sockets;
using LtoAutoscope.Domain.Frames;
using LtoAutoscope.Instruments.SharkSem;
using LtoAutoscope.Twin;
using LtoAutoscope.Twin.Motion;
using LtoAutoscope.Twin.Worlds;
using Microsoft.Extensions.Logging.Abstractions;

namespace LtoAutoscope.Instruments.Tests.SharkSem;

/// <summary>The twin's server against golden transcripts over a real socket: to their requests it gives exactly their answers.</summary>
public sealed class SharkSemServerTranscriptTests
{
    /// <summary>Not for a server that is asked: an answer without its question, and the stop, which has no answers.</summary>
    private static readonly string[] NotAsked = ["vendor-client.txt", "stop.txt"];

    public static TheoryData<string> Files => [.. Transcript.Files.Except(NotAsked)];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Ask_GoldenRequests_GetTheGoldenAnswers(string file)
    {
        await using TwinHost twin = await TwinHost.StartAsync(Options(file), new StepWorld(), PatientTime.Instance, NullLoggerFactory.Instance, Token);
        using var control = new TcpClient();
        await control.ConnectAsync(IPAddress.Loopback, twin.SharkSem.Port, Token);
        using Socket data = await AttachDataAsync(control.GetStream(), twin.SharkSem.Port);
        await using var pieces = new NetworkStream(data);
        foreach (Transcript step in Transcript.LoadSteps(file))
        {
            if (step.IsWait) await Eventually.IsTrueAsync(() => IsIdle(twin, step.Function));
            else if (step.Direction == ">") await control.GetStream().WriteAsync(step.Bytes, Token);
            else
            {
                byte[] came = await ReceiveAsync(step.Direction == "<<" ? pieces : control.GetStream());
                Assert.Equal(Convert.ToHexString(step.Bytes), Convert.ToHexString(came));
            }
        }

        // Nothing was answered that should not have been.
        await control.GetStream().WriteAsync(SharkSemMessage.Encode("TcpGetDevice", 4711, SharkSemFlags.None, []), Token);
        Assert.Equal(4711u, SharkSemHeader.Read(await ReceiveAsync(control.GetStream())).Id);
    }

    private static TwinOptions Options(string file)
    {
        static AxisOptions Exact(AxisOptions axis) => axis with { Repeatability = 0, ReadingNoise = 0 };
        var stage = new StageOptions();
        return new TwinOptions
        {
            TimeFactor = 10,
            Stage = stage with { X = Exact(stage.X), Y = Exact(stage.Y), Z = Exact(stage.Z), Rotation = Exact(stage.Rotation), Tilt = Exact(stage.Tilt) },
            Column = new() { BeamOn = file != "beam.txt", BeamOnSeconds = 0, RampVPerS = 1e9 },
        };
    }

    private static bool IsIdle(TwinHost twin, string part) => part switch
    {
        "stage" => !twin.Microscope.Stage.IsBusy,
        "optics" => !twin.Microscope.Column.IsSettling && !twin.Microscope.Column.IsRamping && twin.Microscope.Column.BeamState != 1000,
        "automatic" => !twin.Microscope.Column.IsAutomaticRunning,
        "scan" => true,
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "No such part."),
    };

    private static async Task<Socket> AttachDataAsync(NetworkStream control, int port)
    {
        var data = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        data.Bind(new IPEndPoint(IPAddress.Any, 0));
        byte[] body = new SharkSemBodyWriter().Int(((IPEndPoint)data.LocalEndPoint!).Port).ToArray();
        await control.WriteAsync(SharkSemMessage.Encode("TcpRegDataPort", 1, SharkSemFlags.None, body), Token);
        await ReceiveAsync(control);
        await data.ConnectAsync(IPAddress.Loopback, port + 1, Token);
        return data;
    }

    private static async Task<byte[]> ReceiveAsync(NetworkStream stream)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Token);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        var head = new byte[SharkSemHeader.Size];
        await stream.ReadExactlyAsync(head, limit.Token);
        var body = new byte[SharkSemHeader.Read(head).BodySize];
        await stream.ReadExactlyAsync(body, limit.Token);
        return [.. head, .. body];
    }

    /// <summary>Every pixel a step more than the one before: what the golden pieces hold.</summary>
    private sealed class StepWorld : ISampleWorld
    {
        public GreyImage Render(ViewRequest view, CancellationToken cancellationToken)
        {
            var image = new GreyImage(view.WidthPx, view.HeightPx, view.BitsPerPixel);
            for (int i = 0; i < image.Pixels.Length; i++) image.Pixels[i] = (ushort)(i * (view.BitsPerPixel == 8 ? 7 : 263));
            return image;
        }

        public double SurfaceWorkingDistanceMm(double xMm, double yMm) => 10;

        public LabelImage? Truth(ViewRequest view, CancellationToken cancellationToken) => null;
    }
}
