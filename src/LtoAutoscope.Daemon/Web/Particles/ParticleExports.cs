using System.Globalization;
using System.Text;
using LtoAutoscope.Pipeline.Particles;
using LtoAutoscope.Storage.Columns;

namespace LtoAutoscope.Daemon.Web.Particles;

/// <summary>The particles that a filter lets through as CSV, row by row.</summary>
internal static class ParticleExports
{
    private const int Chunk = 64 * 1024;

    public static async Task<IResult> CsvAsync(string id, ParticleLibrary library, HttpContext context, CancellationToken cancellationToken)
    {
        var address = new ParticleAddress(ParticleAddress.Of(context.Request), "sort");
        (ParticleQuantity? sort, bool descending) = address.Sort();
        var found = await library.AskAsync(id, run =>
        {
            ParticleSelection selection = library.Select(run, address.Filter);
            // All columns are touched before the first byte goes out: a damaged one is made good before it is too late to say so.
            ParticleQuantity[] quantities = [.. ParticleQuantity.All.Where(quantity => run.Columns.Has(quantity.Key))];
            foreach (ParticleQuantity quantity in quantities) _ = run.Columns.Numbers(quantity.Key);
            return new Rows(run, selection, quantities, ParticleQuery.Page(run.Columns, selection, sort?.Key, descending, 0, int.MaxValue));
        }, cancellationToken);
        if (found is null) return ParticleEndpoints.NoRun(id);
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = $"attachment; filename=\"{id}-particles.csv\"";
        await context.Response.WriteAsync(Head(found, address.Filter, sort, descending), cancellationToken);
        var text = new StringBuilder();
        foreach (int row in found.Order)
        {
            Append(text, found, row);
            if (text.Length < Chunk) continue;
            await context.Response.WriteAsync(text.ToString(), cancellationToken);
            text.Clear();
        }

        await context.Response.WriteAsync(text.ToString(), cancellationToken);
        return Results.Empty;
    }

    private static string Head(Rows rows, ParticleFilter filter, ParticleQuantity? sort, bool descending)
    {
        string order = sort is null ? "" : $"sort={(descending ? "-" : "")}{sort.Key}";
        string query = string.Join('&', new[] { ParticleFilterText.Format(filter), order }.Where(part => part.Length > 0));
        return string.Create(CultureInfo.InvariantCulture,
            $"""
            # LtoAutoscope particles
            # run: {rows.Run.Record.RunId}
            # sample: {rows.Run.Record.Sample.Name}
            # filter: {ParticleFilterText.Format(filter)}
            # particles: {rows.Order.Length} of {rows.Run.Columns.Count}
            # pixel_size_nm: {rows.Run.PixelSizeNm:0.#####}
            # reproduce: GET /api/v1/runs/{rows.Run.Record.RunId}/particles/export.csv{(query.Length > 0 ? "?" : "")}{query}
            particle_id,frame,x_px,y_px,{string.Join(',', rows.Quantities.Select(quantity => quantity.Key))},flags,weight,decision,decided_by,reason

            """).ReplaceLineEndings("\n");
    }

    private static void Append(StringBuilder text, Rows rows, int row)
    {
        ParticleColumns columns = rows.Run.Columns;
        string id = columns.Id(row);
        text.Append(Quoted(id)).Append(',').Append(Quoted(columns.Frame(row)));
        text.Append(CultureInfo.InvariantCulture, $",{columns.Numbers("x_px")[row]:R},{columns.Numbers("y_px")[row]:R}");
        foreach (ParticleQuantity quantity in rows.Quantities) text.Append(CultureInfo.InvariantCulture, $",{columns.Numbers(quantity.Key)[row]:R}");
        text.Append(',').AppendJoin(' ', ParticleLists.WordsOf((ParticleFlags)columns.Flags[row])).Append(CultureInfo.InvariantCulture, $",{columns.Numbers(ParticleQuantity.Weight)[row]:R}");
        if (rows.Run.Decisions.Of(id) is { } decision) text.Append(CultureInfo.InvariantCulture, $",{(decision.Verdict == Storage.Decisions.DecisionVerdict.Accepted ? "accepted" : "rejected")},{Quoted(decision.By)},{Quoted(decision.Reason)}");
        else text.Append(",,,");
        text.Append('\n');
    }

    private static string Quoted(string field) => CsvField.Of(field.ReplaceLineEndings(" "));

    private sealed record Rows(RunParticles Run, ParticleSelection Selection, ParticleQuantity[] Quantities, int[] Order);
}
