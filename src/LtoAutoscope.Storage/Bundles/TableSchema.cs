using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using LtoAutoscope.Domain.Particles;

namespace LtoAutoscope.Storage.Bundles;

/// <summary><c>particles.csv-metadata.json</c>: columns, types and units of the particle table for programs that read CSV on the Web.</summary>
/// <remarks>Source: W3C, Metadata Vocabulary for Tabular Data (2015); units by QUDT's <c>ucumCode</c>.</remarks>
internal static class TableSchema
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document for a table with the given header; columns that nobody knows are told without unit.</summary>
    internal static string Render(string header)
    {
        JsonArray columns = [];
        foreach (string name in header.Trim().Split(','))
        {
            ParticleColumn? known = ParticleColumn.All.FirstOrDefault(column => column.Name == name);
            var column = new JsonObject { ["name"] = name, ["titles"] = name };
            if (known is not null)
            {
                column["dc:description"] = known.Description;
                column["datatype"] = known.DataType == "boolean" ? new JsonObject { ["base"] = "boolean", ["format"] = "true|false" } : known.DataType;
                if (known.Ucum.Length > 0) column["http://qudt.org/schema/qudt/ucumCode"] = known.Ucum;
            }

            columns.Add(column);
        }

        return new JsonObject
        {
            ["@context"] = "http://www.w3.org/ns/csvw", ["url"] = "particles.csv", ["dialect"] = new JsonObject { ["encoding"] = "utf-8", ["header"] = true, ["delimiter"] = ",", ["lineTerminators"] = new JsonArray("\n") },
            ["tableSchema"] = new JsonObject { ["primaryKey"] = "particle_id", ["columns"] = columns },
        }.ToJsonString(Indented) + "\n";
    }
}
