using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using LtoAutoscope.Domain.Samples;
using LtoAutoscope.Pipeline.Tests.Cells;
using LtoAutoscope.Storage.Accounts;
using LtoAutoscope.Storage.Samples;

namespace LtoAutoscope.Daemon.Tests.Web;

/// <summary>Measured cells over HTTP: forms with files in, figures out.</summary>
public sealed class SampleCellApiTests(SampleCellApiTests.Lab lab) : IClassFixture<SampleCellApiTests.Lab>
{
    private readonly WebFixture _web = lab.Web;
    private readonly HttpClient _client = lab.Client;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Import_PreviewThenConfirm_GivesCyclesCurvesAndTheSameFileBack()
    {
        byte[] file = CyclerFile.Bdf(170, 160, 161, 159);
        JsonElement preview = await PostAsync("preview", file, ("mass_mg", "10"));
        Assert.Equal("delithiation_over_lithiation", preview.GetProperty("suggested").GetString());
        Assert.DoesNotContain(await _client.GetFromJsonAsync<JsonElement[]>("/api/v1/cells", Token) ?? [], entry => entry.GetProperty("cell_name").GetString() == "c1");

        JsonElement cell = await PostAsync("import", file, ("cell", "c1"), ("mass_mg", "10"), ("convention", "delithiation_over_lithiation"));
        Assert.Equal(160 / 170.0, cell.GetProperty("ce1").GetDouble(), 1e-4);
        Assert.Equal(1, cell.GetProperty("version").GetInt32());
        Assert.Equal(2, (await _client.GetFromJsonAsync<JsonElement>("/api/v1/samples/A/cells", Token)).GetProperty("cells").EnumerateArray().Single(entry => entry.GetProperty("cell_name").GetString() == "c1").GetProperty("cycles").GetArrayLength());
        Assert.Equal(2, (await _client.GetFromJsonAsync<JsonElement>("/api/v1/cells/c1/curves?cycles=2", Token)).GetArrayLength());
        JsonElement dqdv = (await _client.GetFromJsonAsync<JsonElement>("/api/v1/cells/c1/dqdv?cycles=1&step_V=0.002", Token))[0];
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await _client.GetAsync("/api/v1/cells/c1/dqdv?smoothing_V=0.11", Token)).StatusCode);
        Assert.Equal(170, 0.002 * dqdv.GetProperty("dq_dv_mAh_g_V").EnumerateArray().Sum(value => value.GetDouble()), 0.1);
        Assert.StartsWith("cycle,rate_per_hour", await _client.GetStringAsync("/api/v1/cells/c1/cycles.csv", Token), StringComparison.Ordinal);
        Assert.StartsWith("half_cycle,cycle,direction", await _client.GetStringAsync("/api/v1/cells/c1/curves.csv", Token), StringComparison.Ordinal);
        Assert.Equal(file, await _client.GetByteArrayAsync("/api/v1/cells/c1/source", Token));
        Assert.Contains(_web.Audit.Entries, entry => entry.Action == "cell.import" && entry.Target == "A/c1" && entry.Who == "robot");
    }

    /// <summary>The usual rate test of an anode: every lithiation at C/5, the delithiations faster and faster.</summary>
    [Fact]
    public async Task Import_ARateTest_TheCsvHasBothRatesAndTheRecordTheDay()
    {
        byte[] file = CyclerFile.Bdf((170, 0.2), (165, 0.2), (165, 0.2), (140, 5));
        JsonElement given = await PostAsync("import", file, ("cell", "c3"), ("mass_mg", "10"), ("convention", "delithiation_over_lithiation"), ("measured_at", "2026-03-04"));
        JsonElement without = await PostAsync("import", file, ("cell", "c4"), ("mass_mg", "10"), ("convention", "delithiation_over_lithiation"));

        string[] lines = (await _client.GetStringAsync("/api/v1/cells/c3/cycles.csv", Token)).Split('\n');
        Assert.Equal("cycle,rate_per_hour,lithiation_mAh_g,delithiation_mAh_g,efficiency_delithiation_over_lithiation,delithiation_rate_per_hour,may_be_unfinished", lines[0]);
        string[] first = lines[1].Split(','), second = lines[2].Split(',');
        Assert.Equal("false", first[6]);
        Assert.Equal([0.2, 0.2, 0.2, 5], ((string[])[first[1], first[5], second[1], second[5]]).Select(rate => Math.Round(double.Parse(rate, System.Globalization.CultureInfo.InvariantCulture), 2)));
        Assert.StartsWith("2026-03-04", given.GetProperty("measured_at").GetString(), StringComparison.Ordinal);
        Assert.False(given.GetProperty("measured_at_is_import").GetBoolean());
        Assert.True(without.GetProperty("measured_at_is_import").GetBoolean());
    }

    [Fact]
    public async Task Exclude_NeedsAReasonAndIsTurnedBack()
    {
        await PostAsync("import", CyclerFile.Bdf(170, 160), ("cell", "c2"), ("mass_mg", "10"), ("convention", "delithiation_over_lithiation"));
        using HttpResponseMessage without = await _client.PostAsJsonAsync("/api/v1/cells/c2/exclude", new { reason = " " }, Token);
        using HttpResponseMessage with = await _client.PostAsJsonAsync("/api/v1/cells/c2/exclude", new { reason = "leak" }, Token);
        Assert.True(with.IsSuccessStatusCode, await with.Content.ReadAsStringAsync(Token));
        JsonElement left = await with.Content.ReadFromJsonAsync<JsonElement>(Token);
        using HttpResponseMessage back = await _client.PostAsync("/api/v1/cells/c2/include", null, Token);

        Assert.True(back.IsSuccessStatusCode, await back.Content.ReadAsStringAsync(Token));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(("leak", "robot"), (left.GetProperty("exclusion").GetString(), left.GetProperty("excluded_by").GetString()));
        Assert.Equal("", (await back.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("exclusion").GetString());
    }

    [Theory]
    [InlineData("import", "A", "mass_mg=10", "convention")]
    [InlineData("import", "A", "mass_mg=ten", "'ten' is no number")]
    [InlineData("import", "A", "convention=discharge", "'discharge' is not known")]
    [InlineData("import", "A", "convention=delithiation_over_lithiation;mass_mg=10;measured_at=0026-07-10", "must lie between 1980 and today")]
    [InlineData("import", "A", "convention=delithiation_over_lithiation;mass_mg=10;measured_at=2999-07-10", "lies in the future")]
    [InlineData("preview", "A", "mapping={", "the columns cannot be read")]
    [InlineData("preview", "C", "mass_mg=10", "no sample 'C'")]
    public async Task Import_WhatIsWrong_IsToldAsAProblem(string verb, string sample, string field, string message)
    {
        using MultipartFormDataContent form = Form(CyclerFile.Bdf(170, 160), [("cell", "c1"), .. field.Split(';').Select(one => one.Split('=')).Select(one => (one[0], one[1]))]);
        using HttpResponseMessage answer = await _client.PostAsync($"/api/v1/samples/{sample}/cells/{verb}", form, Token);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(message, (await answer.Content.ReadFromJsonAsync<JsonElement>(Token)).GetProperty("title").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_ByAViewer_IsRefused()
    {
        await _web.AddAccountAsync("viewer", AccountRole.Viewer);
        using HttpClient client = await _web.KeyedAsync("viewer", "read");
        using HttpResponseMessage answer = await client.PostAsync("/api/v1/samples/A/cells/import", Form(CyclerFile.Bdf(170, 160), ("cell", "c1")), Token);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
    }

    [Fact]
    public async Task Xrd_Pattern_ComesBack()
    {
        string text = string.Join('\n', Enumerable.Range(0, 200).Select(i => FormattableString.Invariant($"{15 + (0.05 * i)} {100 + (5000 / (1 + Math.Pow((i - 66) / 4.0, 2)))}")));
        using var form = new MultipartFormDataContent { { new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes(text)), "file", "scan.xy" } };
        using HttpResponseMessage sent = await _client.PostAsync("/api/v1/samples/A/xrd", form, Token);
        JsonElement pattern = await _client.GetFromJsonAsync<JsonElement>("/api/v1/samples/A/xrd", Token);

        Assert.Equal(HttpStatusCode.OK, sent.StatusCode);
        Assert.Equal(200, pattern.GetProperty("two_theta_deg").GetArrayLength());
        Assert.InRange(pattern.GetProperty("scherrer_nm").GetDouble(), 15, 25);
    }

    [Theory]
    [InlineData("/api/v1/cells/nobody")]
    [InlineData("/api/v1/cells/nobody/curves")]
    [InlineData("/api/v1/cells/..%2Fx/source")]
    [InlineData("/api/v1/samples/nobody/cells")]
    [InlineData("/api/v1/samples/B/xrd")]
    public async Task Get_WhatIsNotThere_IsNotFound(string address)
    {
        using HttpResponseMessage answer = await _client.GetAsync(address, Token);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    private async Task<JsonElement> PostAsync(string verb, byte[] file, params (string Key, string Value)[] fields)
    {
        using HttpResponseMessage answer = await _client.PostAsync($"/api/v1/samples/A/cells/{verb}", Form(file, fields), Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonSerializer.Deserialize<JsonElement>(text);
    }

    private static MultipartFormDataContent Form(byte[] file, params (string Key, string Value)[] fields)
    {
        var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", "c1.csv" } };
        foreach ((string key, string value) in fields) form.Add(new StringContent(value), key);
        return form;
    }

    public sealed class Lab : IAsyncLifetime
    {
        internal WebFixture Web { get; private set; } = null!;

        internal HttpClient Client { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Web = await WebFixture.StartAsync();
            Client = Web.Client();
            Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", WebFixture.Key);
            foreach (string name in (string[])["A", "B"]) await new SampleStore(Web.Data).SaveAsync(new Sample { Name = name, Stub = "1" }, CancellationToken.None);
        }

        public async ValueTask DisposeAsync()
        {
            Client.Dispose();
            await Web.DisposeAsync();
        }
    }
}
