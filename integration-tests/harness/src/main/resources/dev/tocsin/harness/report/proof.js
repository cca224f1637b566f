(function () {
  "use strict";
  function open() {
    var id = location.hash.slice(1);
    var target = id && document.getElementById(id);
    if (!target) return;
    var details = target.closest("details");
    if (details) {
      details.open = true;
      details.scrollIntoView();
      details.querySelector("summary").focus({ preventScroll: true });
    }
  }
  addEventListener("hashchange", open);
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.hash === location.hash) open();
  });
  open();
  var label = document.querySelector(".filter");
  var rows = document.querySelectorAll("[data-alert]");
  label.hidden = false;
  label.querySelector("input").addEventListener("input", function () {
    var words = this.value.trim().toLowerCase();
    rows.forEach(function (row) {
      var shown = row.dataset.alert.toLowerCase().indexOf(words) >= 0;
      row.toggleAttribute("data-hidden", !shown);
    });
  });
})();
