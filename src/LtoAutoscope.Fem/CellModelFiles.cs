using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Fem.Output;

namespace LtoAutoscope.Fem;

/// <summary>The files of a run of the cell model.</summary>
public static class CellModelFiles
{
    /// <summary>The prediction.</summary>
    public const string Result = "result.json";

    /// <summary>The cycle of the first realisation.</summary>
    public const string Voltage = "voltage.csv";

    /// <summary>Labels and lithiation of the first realisation.</summary>
    public const string Fields = "microstructure.vti";

    /// <summary>Picture of the first realisation at half of its lithiation.</summary>
    public const string Picture = "microstructure.svg";

    /// <summary>Writes all of them; <c>result.json</c> last, so that its presence means the folder is complete.</summary>
    /// <param name="folder">Where; made if missing.</param>
    /// <param name="result">The result.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="IOException">The disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public static async Task WriteAsync(string folder, CellModelResult result, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(result);
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Voltage), VoltageTable.Write(result.Curve), cancellationToken).ConfigureAwait(false);
        await VtiFile.WriteAsync(
            Path.Combine(folder, Fields), result.Microstructure,
            [
                ("lithiation_half", result.HalfLithiated),
                ("lithiation_end_of_lithiation", result.Lithiated),
                ("lithiation_end_of_delithiation", result.Delithiated),
            ], cancellationToken).ConfigureAwait(false);
        string picture = CubePicture.Draw(result.Microstructure, result.HalfLithiated, "lithiation x, half of the charge in");
        await AtomicFile.WriteTextAsync(Path.Combine(folder, Picture), picture, cancellationToken).ConfigureAwait(false);
        await AtomicFile.WriteTextAsync(
            Path.Combine(folder, Result), JsonSerializer.Serialize(result.Prediction, DomainJson.File) + "\n", cancellationToken).ConfigureAwait(false);
    }
}
