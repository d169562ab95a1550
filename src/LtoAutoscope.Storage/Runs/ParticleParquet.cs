using System.Text.Json;
using LtoAutoscope.Domain.Files;
using LtoAutoscope.Domain.Particles;
using Parquet;
using Parquet.Schema;

namespace LtoAutoscope.Storage.Runs;

/// <summary>
/// <c>particles.parquet</c>: the columns of <c>particles.csv</c>, same names and order; numbers as 64-bit floats, NaN where unknown. Each column of numbers has its unit and description as
/// key-value metadata (<c>unit</c>, <c>ucum</c>, <c>description</c>), and the file has all of them under <see cref="ColumnsKey"/>, because few readers show those of columns.
/// </summary>
public static class ParticleParquet
{
    /// <summary>Key of the file's metadata that holds every column's name, unit and description as JSON.</summary>
    public const string ColumnsKey = "lto-autoscope.columns";

    /// <summary>Key of the file's metadata that names its form.</summary>
    public const string FormKey = "lto-autoscope.form";

    /// <summary>What stands under <see cref="FormKey"/>.</summary>
    public const string Form = "lto-autoscope/particles/1";

    private static readonly DataField<string> Id = new("particle_id", nullable: false);
    private static readonly DataField<string> FrameField = new("frame", nullable: false);
    private static readonly DataField<bool> Border = new("touches_border");

    private static readonly (DataField<double> Field, Func<Particle, double> Value)[] Measures =
    [
        (new("x_px"), p => p.XPx), (new("y_px"), p => p.YPx), (new("area_nm2"), p => p.AreaNm2), (new("diameter_nm"), p => p.DiameterNm),
        (new("feret_max_nm"), p => p.FeretMaxNm), (new("feret_min_nm"), p => p.FeretMinNm), (new("length_nm"), p => p.LengthNm), (new("width_nm"), p => p.WidthNm),
        (new("aspect_ratio"), p => p.AspectRatio), (new("perimeter_nm"), p => p.PerimeterNm), (new("circularity"), p => p.Circularity), (new("solidity"), p => p.Solidity),
        (new("fractal_dimension"), p => p.FractalDimension), (new("fractal_dimension_se"), p => p.FractalDimensionSe),
    ];

    private static readonly (DataField<double> Field, Func<Particle, double> Value)[] AfterBorder =
    [
        (new("weight"), p => p.Weight), (new("confidence"), p => p.Confidence), (new("orientation_deg"), p => p.OrientationDeg),
        (new("fractal_dimension_r2"), p => p.FractalDimensionR2), (new("fractal_dimension_raw"), p => p.FractalDimensionRaw),
        (new("box_dimension"), p => p.BoxDimension), (new("box_dimension_se"), p => p.BoxDimensionSe), (new("box_dimension_r2"), p => p.BoxDimensionR2),
        (new("surface_dimension"), p => p.SurfaceDimension), (new("surface_dimension_se"), p => p.SurfaceDimensionSe), (new("surface_dimension_r2"), p => p.SurfaceDimensionR2),
    ];

    private static readonly DataField<string> Class = new("class", nullable: false);
    private static readonly DataField<double> Agglomerate = new("agglomerate_id");
    private static readonly DataField<double> AgglomerateWeight = new("agglomerate_weight");

    private static readonly ParquetSchema Schema = new([Id, FrameField, .. Measures.Select(m => m.Field), Border, .. AfterBorder.Select(m => m.Field), Class, Agglomerate, AgglomerateWeight]);

    /// <summary>Writes the table atomically.</summary>
    /// <exception cref="IOException">The disk is full or gone; nothing partial is left.</exception>
    public static Task WriteAsync(string path, IReadOnlyList<Particle> particles, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(particles);
        return AtomicFile.WriteAsync(path, (stream, token) => WriteAsync(stream, particles, token), cancellationToken);
    }

    private static async Task WriteAsync(Stream stream, IReadOnlyList<Particle> particles, CancellationToken cancellationToken)
    {
        ParquetWriter writer = await ParquetWriter.CreateAsync(Schema, stream, cancellationToken: cancellationToken).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            writer.CustomMetadata = new Dictionary<string, string> { [FormKey] = Form, [ColumnsKey] = JsonSerializer.Serialize(ParticleColumn.All, DomainJson.Line) };
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await group.WriteAsync(Id, (string[])[.. particles.Select(p => p.ParticleId)]).ConfigureAwait(false);
            await group.WriteAsync(FrameField, (string[])[.. particles.Select(p => p.Frame)]).ConfigureAwait(false);
            foreach ((DataField<double> field, Func<Particle, double> value) in Measures)
                await WriteColumnAsync(group, field, particles, value, cancellationToken).ConfigureAwait(false);
            await WriteColumnAsync(group, Border, particles, p => p.TouchesBorder, cancellationToken).ConfigureAwait(false);
            foreach ((DataField<double> field, Func<Particle, double> value) in AfterBorder)
                await WriteColumnAsync(group, field, particles, value, cancellationToken).ConfigureAwait(false);
            await group.WriteAsync(Class, (string[])[.. particles.Select(p => JsonNamingPolicy.SnakeCaseLower.ConvertName(p.Class.ToString()))]).ConfigureAwait(false);
            await WriteColumnAsync(group, Agglomerate, particles, p => p.AgglomerateId, cancellationToken).ConfigureAwait(false);
            await WriteColumnAsync(group, AgglomerateWeight, particles, p => p.AgglomerateWeight, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task WriteColumnAsync<T>(ParquetRowGroupWriter group, DataField<T> field, IReadOnlyList<Particle> particles, Func<Particle, T> value, CancellationToken cancellationToken)
        where T : struct
    {
        ReadOnlyMemory<T> column = particles.Select(value).ToArray();
        return group.WriteAsync(field, column, null, MetadataOf(field.Name), cancellationToken);
    }

    private static Dictionary<string, string>? MetadataOf(string name)
        => ParticleColumn.All.FirstOrDefault(column => column.Name == name) is { } known
            ? new Dictionary<string, string> { ["unit"] = known.Unit, ["ucum"] = known.Ucum, ["description"] = known.Description }
            : null;
}
