using System.Globalization;
using System.Security.Cryptography;
using LtoAutoscope.Domain;
using LtoAutoscope.Imaging.Analysis;
using LtoAutoscope.Imaging.Confidence;
using Microsoft.ML.OnnxRuntime;

namespace LtoAutoscope.Imaging.Segmentation;

/// <summary>
/// A segmentation network in an ONNX file: input <c>image</c>, float [N, 1, H, W]; output <c>maps</c>, float [N, C, H, W]
/// with foreground, boundary, distance and whatever else it gives, activated; H and W any multiple of 32. The file's metadata may carry
/// <c>name</c>, <c>version</c>, <c>target_diameter_px</c>, <c>unit_px</c> (of offsets and size) and <c>maps</c>, the names of the maps with commas between them.
/// </summary>
/// <remarks>Thread safety: <see cref="Run(float[], int, int)"/> may be called from several threads at once. Deterministic on one machine and thread count.</remarks>
public sealed class SegmentationModel : IDisposable
{
    /// <summary>Height and width of what the network sees must be multiples of this.</summary>
    public const int Multiple = 32;

    /// <summary>Particle diameter for which a network without <c>target_diameter_px</c> is taken to be trained, pixels.</summary>
    public const double DefaultTargetDiameterPx = 30;

    private const string Input = "image", Output = "maps";
    private readonly InferenceSession session;

    private SegmentationModel(InferenceSession session, ExecutionProvider provider, string path, string sha256, SegmentationModelOptions options)
    {
        this.session = session;
        Provider = provider;
        Options = options;
        Sha256 = sha256;
        IReadOnlyDictionary<string, string> metadata = Metadata = session.ModelMetadata.CustomMetadataMap;
        Name = metadata.GetValueOrDefault("name") ?? Path.GetFileNameWithoutExtension(path);
        Version = metadata.GetValueOrDefault("version") ?? "";
        TargetDiameterPx = ReadPixels(metadata, "target_diameter_px", path) ?? DefaultTargetDiameterPx;
        UnitPx = ReadPixels(metadata, "unit_px", path) ?? TargetDiameterPx;
        MapNames = ReadMapNames(metadata, session.OutputMetadata[Output].Dimensions[1], path);
        Confidence = options.Confidence ? ConfidenceModel.Load(path, sha256) : null;
    }

    /// <summary>All that the file says of itself.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Name in the file's metadata, or the file's own.</summary>
    public string Name { get; }

    /// <summary>Version in the file's metadata, or empty.</summary>
    public string Version { get; }

    /// <summary>SHA-256 of the file, lower-case hex.</summary>
    public string Sha256 { get; }

    /// <summary>Particle diameter, pixels, at which the network works best.</summary>
    public double TargetDiameterPx { get; }

    /// <summary>Pixels, as the network sees them, of one unit of its offsets and size.</summary>
    public double UnitPx { get; }

    /// <summary>What each of its maps is, in their order; begins with <see cref="SegmentationMaps.Required"/>.</summary>
    public IReadOnlyList<string> MapNames { get; }

    /// <summary>What it runs on.</summary>
    public ExecutionProvider Provider { get; }

    /// <summary>What its probabilities are worth; null where it was never calibrated.</summary>
    public ConfidenceModel? Confidence { get; }

    /// <summary>How it is run.</summary>
    public SegmentationModelOptions Options { get; }

    /// <summary>Name, version and hash, for provenance.</summary>
    public string Identity => $"{Name}{(Version.Length > 0 ? " " + Version : "")} sha256:{Sha256}";

    /// <summary>Loads and checks a network.</summary>
    /// <exception cref="InputException">The file is missing, no ONNX model, or one of another shape.</exception>
    public static SegmentationModel Load(string path, SegmentationModelOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options ??= new SegmentationModelOptions();
        options.Check();
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InputException("The segmentation model cannot be read", path, "Give the path of an ONNX file, such as models/lto-unet.onnx", e);
        }

        (InferenceSession session, ExecutionProvider provider) = Start(bytes, path, options);
        try
        {
            CheckShape(session.InputMetadata, Input, static channels => channels == 1, "1", path);
            CheckShape(session.OutputMetadata, Output, static channels => channels >= SegmentationMaps.Required.Count, "3 or more", path);
            return new SegmentationModel(session, provider, path, Convert.ToHexStringLower(SHA256.HashData(bytes)), options);
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    /// <summary>Runs the network once.</summary>
    /// <param name="image">Row-major standardised grey (<see cref="GreyNormalisation"/>).</param>
    /// <param name="width">Width, a multiple of 32.</param>
    /// <param name="height">Height, a multiple of 32.</param>
    /// <exception cref="InputException">The model gives maps of another size than it was fed.</exception>
    public SegmentationMaps Run(float[] image, int width, int height)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (width % Multiple != 0 || height % Multiple != 0 || image.Length != width * height)
            throw new ArgumentException($"{width} × {height} is no multiple of {Multiple}, or the array has another length.", nameof(image));
        float[] maps = GC.AllocateUninitializedArray<float>(checked(width * height * MapNames.Count));
        Run(image, width, height, maps);
        return new SegmentationMaps(width, height, MapNames, maps);
    }

    /// <summary>Runs the network once between two buffers, which may be longer than needed.</summary>
    internal void Run(float[] image, int width, int height, float[] maps)
    {
        using var stage = AnalysisStage.Start(AnalysisStage.Network);
        int plane = width * height;
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, image.AsMemory(0, plane), [1, 1, height, width]);
        using OrtValue output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, maps.AsMemory(0, plane * MapNames.Count), [1, MapNames.Count, height, width]);
        using var run = new RunOptions();
        try
        {
            session.Run(run, [Input], [input], [Output], [output]);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException($"The model could not be run on {width} × {height} pixels: {e.Message.ReplaceLineEndings(" ").Trim()}", Name, "Give a network exported by training/export.py", e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static (InferenceSession Session, ExecutionProvider Provider) Start(byte[] bytes, string path, SegmentationModelOptions options)
    {
        try
        {
            return ExecutionProvider.Start(append =>
            {
                using var settings = new SessionOptions
                {
                    GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
                    LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
                    IntraOpNumThreads = options.IntraOpThreads,
                    EnableMemoryPattern = false, // planning memory ahead costs 50 MB a tile and gains no time
                };

                // Threads that spin while they wait would take the cores from the acquisition.
                settings.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
                append(settings);
                return new InferenceSession(bytes, settings);
            });
        }
        catch (OnnxRuntimeException e)
        {
            throw new InputException("The file is no ONNX model that this version can run", path, "Give a network exported by training/export.py", e);
        }
    }

    private static double? ReadPixels(IReadOnlyDictionary<string, string> metadata, string key, string path)
    {
        if (!metadata.TryGetValue(key, out string? text)) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double pixels) && pixels is > 2 and < 1000
            ? pixels
            : throw Wrong(path, $"its metadata give {key} as '{text}', not a number of pixels");
    }

    private static string[] ReadMapNames(IReadOnlyDictionary<string, string> metadata, int channels, string path)
    {
        string[] names = metadata.TryGetValue("maps", out string? text)
            ? text.Split(',', StringSplitOptions.TrimEntries)
            : [.. SegmentationMaps.Required];
        if (names.Length != channels) throw Wrong(path, $"it gives {channels} maps, but its metadata name {names.Length} ({string.Join(", ", names)})");
        return names.Take(SegmentationMaps.Required.Count).SequenceEqual(SegmentationMaps.Required) && names.Distinct().Count() == names.Length
            ? names
            : throw Wrong(path, $"its metadata name the maps '{text}' instead of {string.Join(',', SegmentationMaps.Required)} and others");
    }

    private static void CheckShape(IReadOnlyDictionary<string, NodeMetadata> nodes, string name, Func<int, bool> fits, string channels, string path)
    {
        string kind = name == Input ? "input" : "output";
        if (!nodes.TryGetValue(name, out NodeMetadata? node)) throw Wrong(path, $"it has no {kind} named '{name}' (but {string.Join(", ", nodes.Keys)})");
        if (nodes.Count != 1) throw Wrong(path, $"it has {nodes.Count} {kind}s instead of one");
        if (node.ElementType != typeof(float)) throw Wrong(path, $"its {kind} '{name}' is not of 32-bit floats");
        int[] shape = node.Dimensions;
        if (shape.Length != 4 || !fits(shape[1]) || shape[2] > 0 || shape[3] > 0)
            throw Wrong(path, $"its {kind} '{name}' has the shape [{string.Join(", ", shape.Select(d => d > 0 ? d.ToString(CultureInfo.InvariantCulture) : "free"))}] instead of [free, {channels}, free, free]");
    }

    private static InputException Wrong(string path, string why)
        => new($"The model is no segmentation network of this program: {why}", path, "Give a network exported by training/export.py");
}
