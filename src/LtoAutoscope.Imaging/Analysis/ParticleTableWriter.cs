using System.Globalization;
using System.Text;
using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Imaging.Analysis;

/// <summary>Writes <c>particles.csv</c>: one row a particle, invariant numbers in full precision, unknown values as NaN.</summary>
public static class ParticleTableWriter
{
    /// <summary>Writes the table atomically.</summary>
    public static Task WriteAsync(string path, IEnumerable<Particle> particles, CancellationToken cancellationToken)
        => AtomicFile.WriteTextAsync(path, ToText(particles), cancellationToken);

    /// <summary>The table as text, header first, lines ended by a line feed.</summary>
    public static string ToText(IEnumerable<Particle> particles)
    {
        ArgumentNullException.ThrowIfNull(particles);
        var text = new StringBuilder().AppendJoin(',', (IEnumerable<string>)[.. ParticleTable.Columns, .. ParticleTable.LaterColumns, .. ParticleTable.SampleColumns]).Append('\n');
        foreach (Particle particle in particles)
        {
            text.Append(Quoted(particle.ParticleId)).Append(',').Append(Quoted(particle.Frame));
            foreach (double number in ParticleTable.Numbers(particle)) Append(text, number);
            text.Append(particle.TouchesBorder ? ",true" : ",false");
            Append(text, particle.Weight);
            Append(text, particle.Confidence);
            foreach (double number in ParticleTable.LaterNumbers(particle)) Append(text, number);
            text.Append(CultureInfo.InvariantCulture, $",{JsonNamingPolicy.SnakeCaseLower.ConvertName(particle.Class.ToString())},{particle.AgglomerateId}");
            Append(text, particle.AgglomerateWeight);
            text.Append('\n');
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, double number) => text.Append(CultureInfo.InvariantCulture, $",{number:R}");

    private static string Quoted(string field)
        => field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : '"' + field.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';
}
