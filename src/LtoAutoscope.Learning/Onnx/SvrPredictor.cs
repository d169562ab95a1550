using Google.Protobuf;
using LtoAutoscope.Domain;
using LtoAutoscope.Learning.Regression;
using LtoAutoscope.Learning.Tables;
using Microsoft.ML.OnnxRuntime;

namespace LtoAutoscope.Learning.Onnx;

/// <summary>A regression model run by ONNX Runtime.</summary>
/// <remarks>Thread safety: one predictor may be used from many threads at once.</remarks>
public sealed class SvrPredictor : IDisposable
{
    private readonly InferenceSession _session;

    private SvrPredictor(InferenceSession session, SvrModelCard card)
    {
        _session = session;
        Card = card;
    }

    /// <summary>What the file says of the model.</summary>
    public SvrModelCard Card { get; }

    /// <summary>Loads a model that <see cref="SvrOnnxFile"/> wrote.</summary>
    /// <exception cref="InputException">The file is missing or is no such model.</exception>
    public static SvrPredictor Load(string path)
    {
        return Load(SvrOnnxFile.Load(path), path);
    }

    /// <summary>Loads a model from the bytes of its file.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="InputException">They are no such model.</exception>
    public static SvrPredictor Load(byte[] bytes, string path)
    {
        try
        {
            SvrModelCard card = SvrModelCard.Read(OnnxModelReader.Read(bytes).Metadata);
            using var options = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1 };
            var session = new InferenceSession(bytes, options);
            if (session.InputMetadata.TryGetValue(SvrOnnxFile.InputName, out NodeMetadata? input) && session.OutputMetadata.ContainsKey(SvrOnnxFile.OutputName)
                && input.Dimensions is [_, var columns] && columns == card.Features.Count)
                return new SvrPredictor(session, card);
            session.Dispose();
            throw new FormatException($"its input '{SvrOnnxFile.InputName}' does not have {card.Features.Count} columns");
        }
        catch (Exception error) when (error is FormatException or InvalidProtocolBufferException or OnnxRuntimeException)
        {
            throw SvrOnnxFile.Wrong(path, error);
        }
    }

    /// <summary>Predicts one row, the prior not added; features in the order of the card, not standardised.</summary>
    /// <exception cref="ArgumentException">The number of features is another.</exception>
    public double Predict(IReadOnlyList<double> features) => Predict([[.. features]])[0];

    /// <summary>Predicts many rows, the prior not added.</summary>
    /// <exception cref="ArgumentException">A row has another number of features.</exception>
    public IReadOnlyList<double> Predict(IReadOnlyList<double[]> rows)
    {
        int columns = Card.Features.Count;
        if (rows.Any(row => row.Length != columns)) throw new ArgumentException($"Each row must have {columns} features.", nameof(rows));
        if (rows.Count == 0) return [];
        float[] flat = [.. rows.SelectMany(row => row.Select(value => (float)value))];
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(flat, [rows.Count, columns]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> output = _session.Run(options, [SvrOnnxFile.InputName], [input], [SvrOnnxFile.OutputName]);
        ReadOnlySpan<float> predictions = output[0].GetTensorDataAsSpan<float>();
        var result = new double[rows.Count];
        for (int row = 0; row < result.Length; row++) result[row] = predictions[row];
        return result;
    }

    /// <summary>Largest difference on some rows between this, in single precision, and the trainer's own prediction, in double.</summary>
    /// <param name="model">The model that the file was written from.</param>
    /// <param name="rows">Features, not standardised; at least one row.</param>
    public double DifferenceFrom(SvrModel model, IReadOnlyList<double[]> rows)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(rows);
        return Predict(rows).Zip(rows, (single, row) => Math.Abs(single - model.Predict(row))).Max();
    }

    /// <summary>Predicts each row of a table; it may have more columns than the model needs, and has the prior's column where the model has one.</summary>
    /// <exception cref="InputException">A column is missing or holds something that is no number.</exception>
    public IReadOnlyList<double> Predict(CsvTable table)
    {
        ArgumentNullException.ThrowIfNull(table);
        IReadOnlyList<double> predictions = Predict(table.Rows(Card.Features));
        return Card.PriorName.Length == 0 ? predictions : [.. predictions.Zip(table.Numbers(Card.PriorName), static (rest, prior) => rest + prior)];
    }

    /// <summary>Loads a model and predicts each row of a CSV file: the body of <c>learn svr predict</c>.</summary>
    /// <exception cref="InputException">A file is missing or wrong; the message names file, line and column.</exception>
    public static IReadOnlyList<double> PredictFile(string modelPath, string dataPath)
    {
        using SvrPredictor predictor = Load(modelPath);
        return predictor.Predict(CsvTable.Read(dataPath));
    }

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();
}
