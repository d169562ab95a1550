using System.Globalization;
using Google.Protobuf;
using LtoAutoscope.Domain;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Learning.Regression;

namespace LtoAutoscope.Learning.Onnx;

/// <summary>
/// A support-vector regression as an ONNX file: <c>Scaler</c> then <c>SVMRegressor</c> of the domain ai.onnx.ml, input <c>features</c>
/// (float, N × F), output <c>prediction</c> (float, N × 1). These operators are single precision: with Σ|β| below 500 the result agrees with the
/// trainer's to 1e-5. ONNX adds its <c>rho</c>, LIBSVM subtracts: the file holds −ρ.
/// </summary>
public static class SvrOnnxFile
{
    /// <summary>Name of the input.</summary>
    public const string InputName = "features";

    /// <summary>Name of the output.</summary>
    public const string OutputName = "prediction";

    /// <summary>Writes a model; the file is replaced whole or not at all.</summary>
    /// <exception cref="InputException">It cannot be written there.</exception>
    public static Task WriteAsync(string path, SvrModel model, CancellationToken cancellationToken = default) => WriteAsync(path, ToBytes(model), cancellationToken);

    /// <summary>Writes the bytes of a model's file; the file is replaced whole or not at all.</summary>
    /// <exception cref="InputException">It cannot be written there.</exception>
    internal static async Task WriteAsync(string path, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            await AtomicFile.WriteAsync(path, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the model cannot be written", path, "Name a file in a folder that this account may write, on a disk with room", error);
        }
    }

    /// <summary>Reads a model that this library wrote. Support vectors and coefficients come back in single precision.</summary>
    /// <exception cref="InputException">It is missing or is no such model.</exception>
    public static SvrModel Read(string path)
    {
        byte[] bytes = Load(path);
        try
        {
            return Decode(bytes);
        }
        catch (Exception error) when (error is FormatException or InvalidProtocolBufferException)
        {
            throw Wrong(path, error);
        }
    }

    internal static byte[] Load(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InputException("the model file cannot be read", path, "Name a model that 'learn svr train' wrote", error);
        }
    }

    internal static InputException Wrong(string path, Exception error) => new(
        error is FormatException ? $"this is no regression model of this software: {error.Message}" : "this is no ONNX model", path,
        "Name a model that 'learn svr train' wrote, or train it anew", error);

    /// <summary>The bytes of a model's file.</summary>
    public static byte[] ToBytes(SvrModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        Standardisation standardisation = model.Standardisation;
        var scaler = new OnnxNode("Scaler", OnnxModelWriter.ClassicDomain, InputName, "standardised", new Dictionary<string, object>
        {
            ["offset"] = Singles(standardisation.Means),
            ["scale"] = Singles(standardisation.Deviations.Select(deviation => 1 / deviation)),
        });
        var regressor = new OnnxNode("SVMRegressor", OnnxModelWriter.ClassicDomain, "standardised", OutputName, new Dictionary<string, object>
        {
            ["coefficients"] = Singles(model.Coefficients),
            ["kernel_params"] = new[] { (float)model.Hyperparameters.Gamma, 0f, 3f },
            ["kernel_type"] = "RBF",
            ["n_supports"] = (long)model.SupportVectorCount,
            ["one_class"] = 0L,
            ["post_transform"] = "NONE",
            ["rho"] = new[] { (float)-model.Rho },
            ["support_vectors"] = Singles(model.SupportVectors.SelectMany(vector => vector)),
        });
        string version = typeof(SvrOnnxFile).Assembly.GetName().Version?.ToString(3) ?? "0";
        return OnnxModelWriter.Write(
            new OnnxGraph
            {
                Name = "epsilon_svr",
                Description = string.Create(CultureInfo.InvariantCulture, $"ε-SVR, RBF kernel: {model.Target} from {string.Join(", ", model.Features)}; trained on {model.TrainedOn}"),
                Nodes = [scaler, regressor],
                Input = new OnnxTensorInfo(InputName, model.Features.Count),
                Output = new OnnxTensorInfo(OutputName, 1),
                Metadata = SvrModelCard.Write(model),
            },
            "LtoAutoscope.Learning", version);
    }

    internal static SvrModel Decode(byte[] bytes)
    {
        OnnxGraph graph = OnnxModelReader.Read(bytes);
        SvrModelCard card = SvrModelCard.Read(graph.Metadata);
        OnnxNode regressor = graph.Nodes.FirstOrDefault(node => node.Operator == "SVMRegressor") ?? throw new FormatException("it has no SVMRegressor");
        float[] coefficients = regressor.Floats("coefficients"), vectors = regressor.Floats("support_vectors");
        int features = card.Features.Count;
        if (vectors.Length != coefficients.Length * features) throw new FormatException("its support vectors do not fit its coefficients");
        return new SvrModel
        {
            Features = card.Features,
            Target = card.Target,
            Standardisation = card.Standardisation,
            Ranges = card.Ranges,
            SupportVectors = [.. vectors.Chunk(features).Select(chunk => Array.ConvertAll(chunk, value => (double)value))],
            Coefficients = Array.ConvertAll(coefficients, value => (double)value),
            Rho = card.Rho,
            Hyperparameters = card.Hyperparameters,
            BoundedCount = card.BoundedCount,
            DualObjective = card.DualObjective,
            R2 = card.R2,
            Rmse = card.Rmse,
            MeasuredOn = card.MeasuredOn,
            TrainingRows = card.TrainingRows,
            TrainedOn = card.TrainedOn,
            PriorName = card.PriorName,
            Material = card.Material,
            HalfWidth95 = card.HalfWidth95,
            DomainPoints = card.DomainPoints,
        };
    }

    private static float[] Singles(IEnumerable<double> values) => [.. values.Select(value => (float)value)];
}
