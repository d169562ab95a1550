using Microsoft.ML.OnnxRuntime;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// Where a network runs. The build property <c>OnnxProvider</c> (Cpu, Cuda or DirectML) decides which runtime is built in, for their packages
/// exclude each other; where the graphics card of such a build cannot be used, the processor does the work and <see cref="Note"/> says so.
/// </summary>
/// <param name="Name">CPU, CUDA or DirectML: what the network really runs on.</param>
/// <param name="Note">Why it is not what the program was built for; null when it is.</param>
public sealed record ExecutionProvider(string Name, string? Note)
{
    /// <summary>The processor.</summary>
    public const string Cpu = "CPU";

    /// <summary>The processor, as wanted.</summary>
    public static ExecutionProvider Processor { get; } = new(Cpu, null);

    /// <summary>What this program was built for.</summary>
    public const string Built =
#if ONNX_CUDA
        "CUDA";
#elif ONNX_DIRECTML
        "DirectML";
#else
        Cpu;
#endif

    /// <summary>The name, and why it is not another, for provenance.</summary>
    public override string ToString() => Note is null ? Name : $"{Name} ({Note})";

    /// <summary>Starts a session on what the program was built for, or else on the processor.</summary>
    /// <param name="start">Makes a session with settings to which a provider may have been added; called once or twice.</param>
    internal static (InferenceSession Session, ExecutionProvider Provider) Start(Func<Action<SessionOptions>, InferenceSession> start)
        => Start(Built, Append, start);

    internal static (InferenceSession Session, ExecutionProvider Provider) Start(
        string wanted, Action<SessionOptions> append, Func<Action<SessionOptions>, InferenceSession> start)
    {
        if (wanted == Cpu) return (start(static _ => { }), Processor);
        try
        {
            return (start(append), new ExecutionProvider(wanted, null));
        }
        catch (Exception e) when (e is OnnxRuntimeException or EntryPointNotFoundException or DllNotFoundException or NotSupportedException)
        {
            string why = e.Message.ReplaceLineEndings(" ").Trim();
            return (start(static _ => { }), new ExecutionProvider(Cpu, $"{wanted} could not be started, so the network runs on the processor: {why}"));
        }
    }

    private static void Append(SessionOptions settings)
    {
#if ONNX_CUDA
        settings.AppendExecutionProvider_CUDA(0);
#elif ONNX_DIRECTML
        settings.EnableMemoryPattern = false; // DirectML bears neither this nor parallel execution
        settings.AppendExecutionProvider_DML(0);
#endif
    }
}
